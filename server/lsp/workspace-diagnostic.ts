// workspace/diagnostic: the lint's findings for every file of the workspace, open or not. Each file's report goes out as soon as it is made; a
// request that has nothing new to tell stays open until something changes.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type Connection, type Diagnostic, type WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import type { Engine } from '../lint/engine.js';
import { calm } from './calm.js';
import { toDiagnostic, toEcho } from './convert.js';
import { signalOf } from './diagnostic.js';
import type { LintDocuments } from './lint-documents.js';
import { lintSettings, type LintFindings } from './lint-findings.js';
import { createPause } from './pause.js';

/** A check that takes longer than this shows that it goes on, in milliseconds. */
const quietMs = 500;
/** After an edit the other files are reported when nothing more has been typed for so long, in milliseconds. */
const calmMs = 250;
/** Reports that go out together. */
const together = 100;

export function registerWorkspaceDiagnostics(connection: Connection, documents: LintDocuments, lintFindings: LintFindings): void {
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const signal = signalOf(token);
    let wake = (): void => {};
    // One listener for the whole request, which may stay open for days.
    token.onCancellationRequested(() => wake());
    try {
      await documents.read();
      for (;;) {
        let overtaken = false;
        const changed = documents.changed().then(() => void (overtaken = true));
        const slice = createPause();
        /** Answers whether what is being put together still counts. */
        const pause = async (): Promise<boolean> => {
          await slice();
          signal.throwIfAborted();
          return !overtaken;
        };
        const found = await findings(connection, documents, lintFindings, signal, pause);
        const reports = found && (await reportsOf(found, documents, before, pause));
        // Nothing new: whoever asks gets the answer when there is one.
        if (reports && reports.length > 0) return send(reports, partial);
        await new Promise<void>((resolve) => {
          wake = resolve;
          void changed.then(resolve);
          if (signal.aborted) resolve();
        });
        signal.throwIfAborted();
        await calm(documents.changed, () => delay(calmMs, undefined, { ref: false }));
        signal.throwIfAborted();
      }
    } catch (error) {
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The check was cancelled.');
      throw error;
    }
  });
}

type Partial = { report(part: { items: WorkspaceDocumentDiagnosticReport[] }): void } | undefined;

function send(reports: WorkspaceDocumentDiagnosticReport[], partial: Partial): { items: WorkspaceDocumentDiagnosticReport[] } {
  if (!partial) return { items: reports };
  for (let at = 0; at < reports.length; at += together) partial.report({ items: reports.slice(at, at + together) });
  return { items: [] };
}

/** By path. Empty where the user wants none; nothing where somebody has typed meanwhile. */
async function findings(connection: Connection, documents: LintDocuments, { all, unused }: LintFindings, signal: AbortSignal, pause: () => Promise<boolean>): Promise<Map<string, Diagnostic[]> | undefined> {
  const found = new Map<string, Diagnostic[]>();
  const settings = await lintSettings(connection);
  if (!settings.enable || settings.scope === 'openFiles') return found;
  const lint = await documents.engine();
  await prepare(connection, lint, signal);
  if (!(await pause())) return undefined;
  const put = (path: string, ...diagnostics: Diagnostic[]): void => {
    if (diagnostics.length > 0) found.set(path, [...(found.get(path) ?? []), ...diagnostics]);
  };
  for (const finding of all(lint, settings, signal)) {
    put(finding.site.file, toDiagnostic(finding, documents.uriOf));
    for (const path of new Set(finding.related.map(({ site }) => site.file))) put(path, ...toEcho(finding, path, documents.uriOf));
    if (!(await pause())) return undefined;
  }
  documents.project.compare(lint.unknownLocks(signal));
  for (const path of lint.paths()) {
    put(path, ...unused(lint, path, settings, signal).map((finding) => toDiagnostic(finding, documents.uriOf)));
    if (!(await pause())) return undefined;
  }
  documents.answered();
  return found;
}

/** Brings the lint up to date, and shows so where it takes time. Whoever presses Cancel there is not asked again before something changes. */
async function prepare(connection: Connection, lint: Engine, signal: AbortSignal): Promise<void> {
  const since = performance.now();
  const pause = createPause();
  let told = 0;
  let shown: Awaited<ReturnType<Connection['window']['createWorkDoneProgress']>> | undefined;
  try {
    await lint.prepare({
      signal,
      async pause(done, total) {
        if (!shown && performance.now() - since > quietMs) {
          shown = await connection.window.createWorkDoneProgress();
          shown.begin(l10n.t('Threadbook: checking the workspace'), 0, '', true);
        }
        const percent = Math.floor((100 * done) / total);
        if (shown && percent > told) shown.report((told = percent));
        await pause();
        if (shown?.token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The check was cancelled.', { retriggerRequest: false });
      },
    });
  } finally {
    shown?.done();
  }
}

/** What has changed since the results of these ids; files that have nothing to report any more report nothing once. */
async function reportsOf(found: ReadonlyMap<string, Diagnostic[]>, documents: LintDocuments, before: ReadonlyMap<string, string>, pause: () => Promise<boolean>): Promise<WorkspaceDocumentDiagnosticReport[] | undefined> {
  const now = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, items]) => [documents.uriOf(path), items]));
  for (const uri of before.keys()) if (!now.has(uri)) now.set(uri, []);
  const reports: WorkspaceDocumentDiagnosticReport[] = [];
  for (const [uri, items] of now) {
    const resultId = items.length === 0 ? 'nothing' : createHash('sha1').update(JSON.stringify(items)).digest('hex');
    if (before.get(uri) !== resultId && (items.length > 0 || before.has(uri))) reports.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: documents.document(uri)?.version ?? null, resultId, items });
    if (!(await pause())) return undefined;
  }
  return reports;
}
