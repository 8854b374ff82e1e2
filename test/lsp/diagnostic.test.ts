// Lock-order warnings over the protocol, pulled by the editor.
import assert from 'node:assert/strict';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import { startServer, type LanguageClient } from './language-client.js';

const uri = 'file:///project/bank.py';
const text = [
  'import threading',
  'first = threading.Lock()',
  'second = threading.Lock()',
  'def there():',
  '    with first:',
  '        with second:',
  '            pass',
  'def back():',
  '    with second:',
  '        with first:',
  '            pass',
].join('\n');

describe('diagnostics over the protocol', function () {
  this.timeout(20_000);
  let client: LanguageClient;
  beforeEach(async () => (client = await startServer({ trusted: false })));
  afterEach(() => client.stop());

  const open = (address: string, languageId: string, content: string) =>
    client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: address, languageId, version: 1, text: content } });
  const pull = async (address: string): Promise<Diagnostic[]> => {
    const report = await client.connection.sendRequest<{ kind: string; items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: address } });
    assert.equal(report.kind, 'full');
    return report.items;
  };

  it('answers a cycle once, with every step of both paths as related information', async () => {
    await open(uri, 'python', text);
    const [diagnostic, ...rest] = await pull(uri);
    assert.deepEqual(rest.map(({ severity, range }) => [severity, range.start.line]), [[DiagnosticSeverity.Hint, 8]], 'and a hint where the other way begins');
    assert.ok(diagnostic);
    assert.equal(diagnostic.code, 'lock-order-inversion');
    assert.equal(diagnostic.source, 'threadbook');
    assert.equal(diagnostic.severity, DiagnosticSeverity.Error);
    assert.deepEqual(diagnostic.range, { start: { line: 5, character: 13 }, end: { line: 5, character: 19 } });
    assert.deepEqual(
      diagnostic.relatedInformation?.map(({ location, message }) => [location.uri, location.range.start.line, message.slice(0, 3)]),
      [[uri, 4, 'A1:'], [uri, 5, 'A2:'], [uri, 8, 'B1:'], [uri, 9, 'B2:']],
    );
  });

  it('keeps what it said while a line is half-typed, and forgets that when the document is closed', async () => {
    await open(uri, 'python', text);
    const before = await pull(uri);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } }, text: 'def other():\n    return [(\n' }],
    });
    const half = await pull(uri);
    assert.deepEqual(half.map(({ code, range }) => [code, range.start.line, range.start.character]), before.map(({ code, range }) => [code, range.start.line + 2, range.start.character]));
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await open(uri, 'python', 'def other():\n    return [(\n');
    assert.deepEqual(await pull(uri), []);
  });

  it('follows the document as it is typed', async () => {
    await open(uri, 'python', text);
    assert.equal((await pull(uri)).length, 2);
    const change = (line: number, word: string) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: line },
        contentChanges: [{ range: { start: { line, character: word === 'second' ? 13 : 9 }, end: { line, character: word === 'second' ? 18 : 15 } }, text: word }],
      });
    await change(8, 'first');
    await change(9, 'second');
    assert.deepEqual(await pull(uri), []);
  });

  it('joins the open files of a program', async () => {
    const other = 'file:///project/audit.py';
    await open(uri, 'python', text.replace(/def back[\s\S]*/, ''));
    await open(other, 'python', 'from bank import first, second\ndef back():\n    with second:\n        with first:\n            pass\n');
    const found = [...(await pull(uri)), ...(await pull(other))].filter(({ severity }) => severity !== DiagnosticSeverity.Hint);
    assert.equal(found.length, 1);
    assert.deepEqual([...new Set(found[0]?.relatedInformation?.map((step) => step.location.uri))].sort(), [other, uri].sort());
  });

  it('says nothing of a document that it was never given', async () => {
    assert.deepEqual(await pull('file:///project/nowhere.py'), []);
  });

  it('says nothing where the lint is switched off', async () => {
    const silent = await startServer({ trusted: false, settings: { enable: false } });
    await silent.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text } });
    assert.deepEqual(await silent.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }), { kind: 'full', items: [] });
    await silent.stop();
  });
});
