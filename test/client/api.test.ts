// The types of the API for other extensions: they check by themselves, with the name that docs/api.md gives them, and the document's program is right.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [, shown = ''] = /```ts\n([^]*?)```/.exec(readFileSync('docs/api.md', 'utf8')) ?? [];
/** What must not check. */
const wrong = `
declare const api: import('threadbook/api').ThreadbookApi;
// @ts-expect-error there is no such view
api.rows('locks');
// @ts-expect-error parameters are texts
void api.runRecipe('countdown', { from: 3 });
`;

describe('the types of the API', function () {
  this.timeout(60_000);

  it('check in somebody else’s extension, as the document shows them', () => {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'threadbook-api-')));
    try {
      mkdirSync(join(home, 'node_modules', '@types'), { recursive: true });
      mkdirSync(join(home, 'node_modules', 'threadbook', 'dist'), { recursive: true });
      symlinkSync(resolve('node_modules/@types/vscode'), join(home, 'node_modules', '@types', 'vscode'), 'junction');
      for (const file of ['package.json', 'dist/api.d.ts']) writeFileSync(join(home, 'node_modules', 'threadbook', file), readFileSync(file));
      writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(home, 'extension.ts'), `${shown}${wrong}`);
      const { status, stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'vscode', '--lib', 'es2023,dom', 'extension.ts'], { cwd: home, encoding: 'utf8' });
      assert.equal(stdout, '');
      assert.equal(status, 0);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it('import nothing of ours, so that one file is all', () => {
    const imported = [...readFileSync('client/api.ts', 'utf8').matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    assert.deepEqual(imported, ['vscode']);
  });
});
