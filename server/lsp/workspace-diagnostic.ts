// workspace/diagnostic: the lint's findings for every file of the workspace, open or not. Each file's report goes out as soon as it is made; a
// request that has nothing new to tell stays open until something changes.
import { createHash } from 'node:crypto';
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type CancellationToken, type Connection, type Diagnostic, type WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import type { Engine } from '../lint/engine.js';
import { toDiagnostic, toEcho } from './convert.js';
import { signalOf } from './diagnostic.js';
import type { LintDocuments } from './lint-documents.js';
import { lintSettings, type LintFindings } from './lint-findings.js';
import { createPause } from './pause.js';

/** A check that takes longer than this shows that it goes on, in milliseconds. */
const quietMs = 500;
/** Reports that go out together. */
const together = 100;

export function registerWorkspaceDiagnostics(connection: Connection, documents: LintDocuments, lintFindings: LintFindings): void {
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, partial) => {
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    try {
      await documents.read();
      for (;;) {
        const changed = documents.changed();
        const reports = reportsOf(await findings(connection, documents, lintFindings, token), documents, before);
        // Nothing new: whoever asks gets the answer when there is one.
        if (reports.length > 0) return send(reports, partial);
        await Promise.race([changed, cancelled(token)]);
        if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The check was cancelled.');
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

/** By path. Empty where the user wants none. */
async function findings(connection: Connection, documents: LintDocuments, { all, unused }: LintFindings, token: CancellationToken): Promise<Map<string, Diagnostic[]>> {
  const found = new Map<string, Diagnostic[]>();
  const settings = await lintSettings(connection);
  if (!settings.enable || settings.scope === 'openFiles') return found;
  const lint = await documents.engine();
  const signal = signalOf(token);
  await prepare(connection, lint, signal);
  const put = (path: string, ...diagnostics: Diagnostic[]): void => {
    if (diagnostics.length > 0) found.set(path, [...(found.get(path) ?? []), ...diagnostics]);
  };
  for (const finding of all(lint, settings, signal)) {
    put(finding.site.file, toDiagnostic(finding, documents.uriOf));
    for (const path of new Set(finding.related.map(({ site }) => site.file))) put(path, ...toEcho(finding, path, documents.uriOf));
  }
  documents.project.compare(lint.unknownLocks(signal));
  for (const path of lint.paths()) put(path, ...unused(lint, path, settings, signal).map((finding) => toDiagnostic(finding, documents.uriOf)));
  documents.answered();
  return found;
}

/** Brings the lint up to date, and shows so where it takes time. Whoever presses Cancel there is not asked again before something changes. */
async function prepare(connection: Connection, lint: Engine, signal: AbortSignal): Promise<void> {
  const total = lint.paths().length;
  const since = performance.now();
  const pause = createPause();
  let done = 0;
  let shown: Awaited<ReturnType<Connection['window']['createWorkDoneProgress']>> | undefined;
  try {
    await lint.prepare({
      signal,
      async pause() {
        done++;
        if (!shown && performance.now() - since > quietMs) {
          shown = await connection.window.createWorkDoneProgress();
          shown.begin(l10n.t('Threadbook: checking the workspace'), 0, '', true);
        }
        if (shown && done % 50 === 0) shown.report(Math.min(99, Math.floor((100 * done) / total)), l10n.t('{0} of {1} files', done, total));
        await pause();
        if (shown?.token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The check was cancelled.', { retriggerRequest: false });
      },
    });
  } finally {
    shown?.done();
  }
}

/** What has changed since the results of these ids; files that have nothing to report any more report nothing once. */
function reportsOf(found: ReadonlyMap<string, Diagnostic[]>, documents: LintDocuments, before: Map<string, string>): WorkspaceDocumentDiagnosticReport[] {
  const now = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, items]) => [documents.uriOf(path), items]));
  for (const uri of before.keys()) if (!now.has(uri)) now.set(uri, []);
  return [...now].flatMap(([uri, items]): WorkspaceDocumentDiagnosticReport[] => {
    const resultId = items.length === 0 ? 'nothing' : createHash('sha1').update(JSON.stringify(items)).digest('hex');
    if (before.get(uri) === resultId || (items.length === 0 && !before.has(uri))) return [];
    return [{ kind: DocumentDiagnosticReportKind.Full, uri, version: documents.document(uri)?.version ?? null, resultId, items }];
  });
}

const cancelled = (token: CancellationToken): Promise<void> => new Promise((resolve) => (token.isCancellationRequested ? resolve() : token.onCancellationRequested(() => resolve())));
