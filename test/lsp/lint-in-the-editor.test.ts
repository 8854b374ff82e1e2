// The lint over a real workspace folder, through the protocol: findings across files, changes on disk, quick fixes, hover.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type CodeAction, type Diagnostic, type Hover, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startServer, type LanguageClient } from './language-client.js';

const bank = 'import threading\nfirst = threading.Lock()\nsecond = threading.Lock()\n\ndef there():\n    with first:\n        with second:\n            pass\n';
const audit = 'from bank import first, second\n\ndef back():\n    with second:\n        with first:\n            pass\n';

describe('the lint in the editor', () => {
  let folder: string;
  let client: LanguageClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-lint-'));
    writeFileSync(join(folder, 'bank.py'), bank);
    writeFileSync(join(folder, 'audit.py'), audit);
    mkdirSync(join(folder, 'node_modules', 'other'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'other', 'index.js'), '');
    client = await startServer({ trusted: false, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bank' }] } });
    await client.notified('workspace/diagnostic/refresh');
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const open = (name: string, text: string) => client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(name), languageId: 'python', version: 1, text } });
  const pull = async (name: string): Promise<Diagnostic[]> => (await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: uriOf(name) } })).items;
  const actions = (name: string, diagnostic: Diagnostic) =>
    client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: uriOf(name) }, range: diagnostic.range, context: { diagnostics: [diagnostic] } });
  const applied = (name: string, text: string, action: CodeAction | undefined): string => {
    const edits: TextEdit[] | undefined = action?.edit?.changes?.[uriOf(name)];
    assert.ok(edits, 'there is no such action');
    return TextDocument.applyEdits(TextDocument.create(uriOf(name), 'python', 1, text), edits);
  };

  it('joins an open file with one that nobody has opened, and marks the other way with a hint', async () => {
    await open('bank.py', bank);
    const [hint, ...others] = await pull('bank.py');
    assert.deepEqual(others, []);
    assert.equal(hint?.severity, DiagnosticSeverity.Hint);
    assert.equal(hint?.range.start.line, 5);
    assert.equal(hint?.relatedInformation?.[0]?.location.uri, uriOf('audit.py'));
    await open('audit.py', audit);
    const [error] = await pull('audit.py');
    assert.equal(error?.severity, DiagnosticSeverity.Error);
    assert.equal(error?.code, 'lock-order-inversion');
    assert.match(error?.codeDescription?.href ?? '', /docs\/rules\/lock-order-inversion\.md$/);
  });

  it('follows files that change on disk, and what is open wins over them', async () => {
    await open('bank.py', bank);
    const change = async (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 2 }] });
    };
    await change('audit.py', audit.replace('with second', 'with third').replace('with first', 'with second').replace('third', 'first'));
    // The answer to a request comes after what was read for the notification before it only when both have been done: ask until it is.
    for (let count = 0; (await pull('bank.py')).length > 0; count++) assert.ok(count < 1_000, 'the change on disk is not noticed');
    await change('audit.py', audit);
    for (let count = 0; (await pull('bank.py')).length === 0; count++) assert.ok(count < 1_000, 'the change back is not noticed');
    await open('audit.py', 'pass\n');
    assert.deepEqual(await pull('bank.py'), []);
  });

  it('silences with a reason, and says where a comment silences nothing', async () => {
    await open('audit.py', audit);
    const [error] = await pull('audit.py');
    assert.ok(error);
    const list = await actions('audit.py', error);
    const silenced = applied('audit.py', audit, list.find(({ title }) => title.startsWith('Silence')));
    assert.match(silenced, /\n {8}# threadbook: ignore\[lock-order-inversion\] .*\n {8}with first:/);
    assert.equal(list.find(({ title }) => title.startsWith('Explain'))?.command?.command, 'threadbook.explainRule');
    const idle = '# threadbook: ignore[lock-leak] nothing here\nx = 1\n';
    await open('idle.py', idle);
    const [unused] = await pull('idle.py');
    assert.equal(unused?.code, 'unused-silence');
    assert.equal(applied('idle.py', idle, (await actions('idle.py', unused))[0]), 'x = 1\n');
  });

  it('puts a lock that leaks into a with block', async () => {
    const leaky = 'import threading\nlock = threading.Lock()\n\ndef work(items):\n    lock.acquire()\n    if not items:\n        lock.release()\n        return None\n    items.pop()\n    lock.release()\n    return items\n';
    await open('leaky.py', leaky);
    const [leak] = await pull('leaky.py');
    assert.equal(leak?.code, 'lock-leak');
    const fixed = applied('leaky.py', leaky, (await actions('leaky.py', leak)).find(({ isPreferred }) => isPreferred));
    assert.equal(fixed, 'import threading\nlock = threading.Lock()\n\ndef work(items):\n    with lock:\n        if not items:\n            return None\n        items.pop()\n    return items\n');
    await client.connection.sendNotification('textDocument/didChange', { textDocument: { uri: uriOf('leaky.py'), version: 2 }, contentChanges: [{ text: fixed }] });
    assert.deepEqual(await pull('leaky.py'), []);
  });

  it('tells about the lock under the pointer', async () => {
    await open('bank.py', bank);
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri: uriOf('bank.py') }, position: { line: 5, character: 11 } });
    const text = typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
    assert.match(text, /\*\*first\*\* — lock, declared in \[bank\.py:2\]/);
    assert.match(text, /Taken in 2 places: there \[bank\.py:6\].*back \[audit\.py:5\]|Taken in 2 places: back \[audit\.py:5\].*there \[bank\.py:6\]/);
    assert.match(text, /After second\n\nBefore second/);
    assert.equal(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri: uriOf('bank.py') }, position: { line: 0, character: 1 } }), null);
  });
});
