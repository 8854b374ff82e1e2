// The packaged extension as a user has it: installed from the VSIX, without the sources around it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { found } from './found.js';
import { clean, listen, threadbook } from './threadbook.js';

describe('the installed extension', () => {
  it('activates in a moment', async () => {
    const extension = vscode.extensions.getExtension('threadbook.threadbook') ?? assert.fail('it is not installed');
    assert.equal(extension.isActive, false, 'nothing has needed it yet');
    const began = performance.now();
    await extension.activate();
    const took = performance.now() - began;
    Mocha.reporters.Base.consoleLog(`      activated in ${took.toFixed(0)} ms`);
    // 100 ms are what it may take on a machine that does nothing else; this one may be busy.
    assert.ok(took < 1_000, `${took} ms`);
  });

  it('comes from the VSIX and not from the sources', () => {
    const path = vscode.extensions.getExtension('threadbook.threadbook')?.extensionPath ?? assert.fail('it is not installed');
    assert.notEqual(path, env['THREADBOOK_ROOT']);
    assert.match(path, /extensions.threadbook\.threadbook-\d/);
    assert.ok(existsSync(join(path, 'recipes', 'catalog', 'countdown.ts')), 'Open Recipe Source needs the sources of the recipes');
  });

  it('holds what it needs and nothing else', () => {
    const path = vscode.extensions.getExtension('threadbook.threadbook')?.extensionPath ?? assert.fail('it is not installed');
    const names = (folder: string): string[] => readdirSync(join(path, folder)).filter((name) => name !== '.vsixmanifest').sort();
    assert.deepEqual(names('.'), ['LICENSE.txt', 'changelog.md', 'dist', 'docs', 'l10n', 'media', 'package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'readme.md', 'recipes']);
    assert.deepEqual(names('dist'), ['NOTICE.txt', 'api.d.ts', 'client', 'grammars', 'recipes', 'sbom.cdx.json', 'server', 'threadbook.d.ts', 'threadbook.schema.json', 'webviews']);
    for (const name of ['vscode-languageserver', '@babel/parser', '@dagrejs/dagre', '@vscode/tree-sitter-wasm']) assert.ok(readFileSync(join(path, 'dist', 'NOTICE.txt'), 'utf8').includes(`\n${name} `), `${name} has no notice`);
    const bill = JSON.parse(readFileSync(join(path, 'dist', 'sbom.cdx.json'), 'utf8')) as { components: { name: string; version: string; hashes?: unknown[] }[] };
    for (const { name, version, hashes } of bill.components) assert.ok(hashes && readFileSync(join(path, 'dist', 'NOTICE.txt'), 'utf8').includes(`${name} ${version} (`), `${name} is in the bill of materials`);
    assert.ok(bill.components.length > 15);
    assert.deepEqual(names('dist/webviews/timeline'), ['main.css', 'main.js']);
    assert.deepEqual([names('dist/client'), names('dist/server')], [['extension.cjs'], ['cli.cjs', 'main.cjs']]);
    assert.deepEqual(names('docs'), ['lint.md', 'recipes.md', 'rules']);
    const sources = readdirSync(join(path, 'recipes'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.deepEqual(sources.filter(({ name }) => !name.endsWith('.ts')), []);
  });

  it('runs every kind of thing that a recipe needs', async () => {
    const api = await threadbook();
    await clean(api);
    const runs = listen(api);
    try {
      const { run } = await api.runRecipe('producer-consumer', { orders: '3', perOrder: '1' });
      assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
    } finally {
      runs.stop();
    }
  });

  it('lints', async () => {
    await threadbook();
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'bank.py');
    await vscode.window.showTextDocument(uri);
    await found(uri, 'lock-order-inversion');
  });
});
