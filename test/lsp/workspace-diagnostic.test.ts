// workspace/diagnostic over the protocol: files that nobody has opened, parts as they are ready, waiting for news, cancelling.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, ProgressType } from 'vscode-jsonrpc/node';
import { DiagnosticSeverity, LSPErrorCodes, type WorkspaceDiagnosticReport, type WorkspaceFullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { startServer, type LanguageClient } from './language-client.js';

const bank = 'import threading\nfirst = threading.Lock()\nsecond = threading.Lock()\n\ndef there():\n    with first:\n        with second:\n            pass\n';
const audit = 'from bank import first, second\n\ndef back():\n    with second:\n        with first:\n            pass\n';
const mended = audit.replace('with second', 'with first').replace('        with first', '        with second');

describe('the diagnostics of a workspace', function () {
  this.timeout(20_000);
  let folder: string;
  let client: LanguageClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  type Full = WorkspaceFullDocumentDiagnosticReport;
  const names = (items: Full[]): string[] => items.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));

  async function start(settings?: Record<string, unknown>, more?: object): Promise<void> {
    client = await startServer({ trusted: false, settings, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bank' }], ...more } });
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-workspace-'));
    writeFileSync(join(folder, 'bank.py'), bank);
    writeFileSync(join(folder, 'audit.py'), audit);
    writeFileSync(join(folder, 'clean.py'), 'x = 1\n');
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const pull = async (previous: Full[] = [], more: object = {}, token = new CancellationTokenSource().token): Promise<Full[]> => {
    const previousResultIds = previous.map(({ uri, resultId }) => ({ uri, value: resultId }));
    return (await client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds, ...more }, token)).items as Full[];
  };
  const change = async (name: string, text: string): Promise<void> => {
    writeFileSync(join(folder, name), text);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 2 }] });
  };

  it('names the files that nobody has opened, in the order of their names, with the other way as a hint', async () => {
    await start();
    const items = await pull();
    assert.deepEqual(names(items), ['audit.py', 'bank.py']);
    assert.deepEqual(items.map(({ version }) => version), [null, null]);
    assert.deepEqual(items.map(({ items: [first] }) => [first?.code, first?.severity]), [['lock-order-inversion', DiagnosticSeverity.Error], ['lock-order-inversion', DiagnosticSeverity.Hint]]);
  });

  it('sends them in parts to who asks for parts', async () => {
    await start();
    const parts: Full[] = [];
    client.connection.onProgress(new ProgressType<WorkspaceDiagnosticReport>(), 'parts', ({ items }) => void parts.push(...(items as Full[])));
    assert.deepEqual(await pull([], { partialResultToken: 'parts' }), []);
    assert.deepEqual(names(parts), ['audit.py', 'bank.py']);
  });

  it('answers who knows everything when something has changed, and with nothing else', async () => {
    await start();
    const first = await pull();
    let answered = false;
    const next = pull(first).then((items) => ((answered = true), items));
    // Two requests that are answered after it would have been.
    for (let count = 0; count < 2; count++) await client.connection.sendRequest('threadbook/rows', { view: 'threads' });
    assert.equal(answered, false);
    await change('audit.py', mended);
    const gone = await next;
    assert.deepEqual(gone.map(({ uri, items }) => [uri, items]), [[uriOf('audit.py'), []], [uriOf('bank.py'), []]]);
    await change('clean.py', 'import threading\nlock = threading.Lock()\nwith lock:\n    with lock:\n        pass\n');
    const added = await pull(gone);
    assert.deepEqual(names(added), ['clean.py']);
  });

  it('are the same after a restart that finds what was kept, and right after the next edit', async () => {
    const storage = join(folder, '.storage');
    const options = { initializationOptions: { trusted: false, storage } };
    const findingsKept = (): string => readdirSync(join(storage, 'lint'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{40}$/.test(name)).join();
    await start(undefined, options);
    const first = await pull();
    // Three texts and what was found in them, written when nothing has happened for a while.
    while (!existsSync(join(storage, 'lint')) || findingsKept().split(',').length < 4) await client.connection.sendRequest('threadbook/rows', { view: 'threads' }).then(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await client.stop();
    await start(undefined, options);
    assert.deepEqual(await pull(), first);
    await change('audit.py', mended);
    assert.deepEqual((await pull(first)).map(({ uri, items }) => [uri, items]), [[uriOf('audit.py'), []], [uriOf('bank.py'), []]]);
  });

  it('tell the user of a workspace that is larger than what is read of it', async () => {
    const fill = (files: number): void => {
      // Nothing of such a text is understood, so this takes no time.
      for (let index = 0; index < files; index++) writeFileSync(join(folder, `large-${index}.py`), `# ${'x'.repeat(990_000)}\n`);
    };
    fill(20);
    await start();
    let told = false;
    client.connection.onNotification('window/showMessage', () => void (told = true));
    await pull();
    assert.equal(told, false);
    await client.stop();
    fill(30);
    await start();
    const { message } = await client.notified<{ message: string }>('window/showMessage');
    assert.match(message, /more than 10000 source files, or more than 24 MB/);
  });

  it('is cancelled while it waits', async () => {
    await start();
    const first = await pull();
    const source = new CancellationTokenSource();
    const waiting = pull(first, {}, source.token);
    source.cancel();
    await assert.rejects(waiting, (error: { code?: number }) => error.code === LSPErrorCodes.RequestCancelled);
    assert.deepEqual(names(await pull()), ['audit.py', 'bank.py']);
  });

  it('says nothing where the user wants the open files alone', async () => {
    await start({ scope: 'openFiles' });
    await client.notified('workspace/diagnostic/refresh');
    const source = new CancellationTokenSource();
    const waiting = pull([], {}, source.token);
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf('audit.py'), languageId: 'python', version: 1, text: audit } });
    const open = await client.connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: uriOf('audit.py') } });
    assert.equal(open.items.length, 1);
    source.cancel();
    await assert.rejects(waiting, (error: { code?: number }) => error.code === LSPErrorCodes.RequestCancelled);
  });

  describe('that is large', function () {
    this.timeout(60_000);
    /** What the server tells of its progress, from the begin on. */
    type Step = { kind: 'begin' | 'report' | 'end'; title?: string; percentage?: number; cancellable?: boolean };
    const steps: Step[] = [];
    let token: string | number | undefined;
    let begun: Promise<void>;

    beforeEach(async () => {
      const functions = Array.from({ length: 60 }, (_, n) => `def work_${n}(items):\n    with lock:\n        for item in items:\n            if item.ready():\n                try:\n                    step_${n}(item)\n                finally:\n                    item.close()\n\ndef step_${n}(item):\n    with other:\n        item.go(work_${(n + 1) % 60})\n`).join('\n');
      for (let file = 0; file < 40; file++) writeFileSync(join(folder, `large${file}.py`), `import threading\nlock = threading.Lock()\nother = threading.Lock()\n\n${functions}`);
      steps.length = 0;
      client = await startServer({ trusted: false, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bank' }], capabilities: { window: { workDoneProgress: true }, workspace: { configuration: true }, textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } } } } });
      client.connection.onRequest('window/workDoneProgress/create', () => null);
      begun = new Promise((resolve) => {
        client.connection.onUnhandledProgress(({ token: of, value }: { token: string | number; value: unknown }) => {
          const step = value as Step;
          if (step.kind === 'begin' && step.title === 'Threadbook: checking the workspace') {
            token = of;
            resolve();
          }
          if (of === token) steps.push(step);
        });
      });
    });

    const whole = async (): Promise<void> => {
      const items = await pull();
      assert.deepEqual(names(items).slice(0, 2), ['audit.py', 'bank.py']);
    };

    it('shows its progress, and that it has come to its end', async () => {
      const found = pull();
      await begun;
      await found;
      const percents = steps.flatMap(({ kind, percentage }) => (kind === 'report' && percentage !== undefined ? [percentage] : []));
      assert.ok(percents.length > 3, JSON.stringify(steps));
      assert.deepEqual(percents, [...percents].sort((a, b) => a - b));
      assert.ok(percents.every((percent) => percent > 0 && percent <= 100));
      assert.deepEqual(steps.map(({ kind }) => kind).filter((kind) => kind !== 'report').slice(-1), ['end']);
    });

    it('is cancelled in the middle, and is right when it is asked again', async () => {
      const source = new CancellationTokenSource();
      const found = pull([], {}, source.token);
      await begun;
      source.cancel();
      await assert.rejects(found, (error: { code?: number }) => error.code === LSPErrorCodes.RequestCancelled);
      await whole();
    });

    it('is stopped by the button of its progress, and is not asked again by itself', async () => {
      const found = pull();
      await begun;
      await client.connection.sendNotification('window/workDoneProgress/cancel', { token });
      await assert.rejects(found, (error: { code?: number; data?: unknown }) => error.code === LSPErrorCodes.ServerCancelled && (error.data as { retriggerRequest?: boolean }).retriggerRequest === false);
      await whole();
    });
  });
});
