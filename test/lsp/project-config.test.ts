// threadbook.json in the editor: severities, what is left out, a declared order, and its own mistakes; all followed while the file changes on disk.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Diagnostic, type PublishDiagnosticsParams, type WorkspaceDiagnosticReport, type WorkspaceFullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { startServer, type LanguageClient } from './language-client.js';

const bank = 'import threading\nledger = threading.Lock()\naudit = threading.Lock()\n\ndef there():\n    with ledger:\n        with audit:\n            pass\n';
const twice = 'import threading\nlock = threading.Lock()\nwith lock:\n    with lock:\n        pass\n';

describe('threadbook.json in the editor', function () {
  this.timeout(20_000);
  let folder: string;
  let client: LanguageClient | undefined;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  type Full = WorkspaceFullDocumentDiagnosticReport;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-config-'));
    mkdirSync(join(folder, 'vendor'));
    writeFileSync(join(folder, 'bank.py'), bank);
    writeFileSync(join(folder, 'vendor', 'twice.py'), twice);
  });
  afterEach(async () => {
    await client?.stop();
    rmSync(folder, { recursive: true });
  });
  const start = async (settings?: Record<string, unknown>): Promise<void> => {
    client = await startServer({ trusted: false, settings, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bank' }] } });
  };
  const configure = (text: string): void => writeFileSync(join(folder, 'threadbook.json'), text);
  const told = (): Promise<void> => client!.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf('threadbook.json'), type: 2 }] });
  const pull = async (previous: Full[] = []): Promise<Full[]> =>
    (await client!.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: previous.map(({ uri, resultId }) => ({ uri, value: resultId })) })).items as Full[];
  const list = (reports: Full[]) => reports.flatMap(({ uri, items }) => items.map(({ code, severity }) => [uri.slice(uri.lastIndexOf('/') + 1), code, severity]));
  const mistakes = (accepts: (diagnostics: Diagnostic[]) => boolean) => client!.notified<PublishDiagnosticsParams>('textDocument/publishDiagnostics', ({ uri, diagnostics }) => uri === uriOf('threadbook.json') && accepts(diagnostics));

  it('sets severities, and the user’s own win', async () => {
    configure('{ "rules": { "self-deadlock": "information" } }');
    await start();
    assert.deepEqual(list(await pull()), [['twice.py', 'self-deadlock', DiagnosticSeverity.Information]]);
    await client!.stop();
    await start({ severity: { 'self-deadlock': 'warning', nonsense: 7 } });
    assert.deepEqual(list(await pull()), [['twice.py', 'self-deadlock', DiagnosticSeverity.Warning]]);
  });

  it('leaves out what it excludes, and follows the file as it changes', async () => {
    await start();
    const before = await pull();
    assert.deepEqual(list(before), [['twice.py', 'self-deadlock', DiagnosticSeverity.Error]]);
    configure('{ "exclude": ["vendor"] }');
    const next = pull(before);
    await told();
    assert.deepEqual((await next).map(({ items }) => items), [[]]);
    await client!.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf('vendor/twice.py'), languageId: 'python', version: 1, text: twice } });
    assert.deepEqual((await client!.connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: uriOf('vendor/twice.py') } })).items, []);
  });

  it('enforces a declared order, and leads to the line that declares it', async () => {
    configure('{\n  "exclude": ["vendor"],\n  "order": ["audit < bank.ledger"]\n}\n');
    await start();
    const [report] = await pull();
    const [finding] = report?.items ?? [];
    assert.equal(finding?.code, 'declared-order-broken');
    const declared = finding?.relatedInformation?.find(({ location }) => location.uri === uriOf('threadbook.json'));
    assert.equal(declared?.location.range.start.line, 2);
  });

  it('shows a contradiction and a lock that does not exist in the file itself, and takes them back', async () => {
    configure('{\n  "order": ["audit < ledger",\n    "ledger < audit"]\n}\n');
    await start();
    const [contradiction] = (await mistakes((all) => all.length > 0)).diagnostics;
    assert.match(String(contradiction?.message), /^ledger < audit contradicts audit < ledger, which follows from line 2\.$/);
    assert.equal(contradiction?.range.start.line, 2);
    configure('{ "order": ["ledger < adit"] }');
    await told();
    await mistakes((all) => all.length === 0);
    await pull();
    const [unknown] = (await mistakes((all) => all.some(({ severity }) => severity === DiagnosticSeverity.Warning))).diagnostics;
    assert.equal(unknown?.message, 'No lock that is taken in this workspace is called adit.');
  });

  it('takes the project’s word for its own locks, and follows it as the file changes', async () => {
    const text = 'import native\nlock = native.Mutex()\n\ndef twice():\n    lock.enter()\n    lock.enter()\n    lock.leave()\n    lock.leave()\n';
    writeFileSync(join(folder, 'own.py'), text);
    configure('{ "exclude": ["vendor"] }');
    await start();
    await client!.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf('own.py'), languageId: 'python', version: 1, text } });
    const pending = pull();
    configure('{ "exclude": ["vendor"], "wrappers": { "native.Mutex": { "is": "lock", "take": "enter", "release": "leave" } } }');
    await told();
    assert.deepEqual(list(await pending), [['own.py', 'self-deadlock', DiagnosticSeverity.Error]]);
  });
});
