// textDocument/diagnostic: the lint's findings for the document that the editor asks about.
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type CancellationToken, type Connection, type DiagnosticOptions } from 'vscode-languageserver/node';
import { toDiagnostic, toEcho } from './convert.js';
import type { LintDocuments } from './lint-documents.js';
import { lintSettings, type LintFindings } from './lint-findings.js';
import { createPause } from './pause.js';

/** What the server says about itself at `initialize`. */
export const diagnosticCapability: DiagnosticOptions = { identifier: 'threadbook', interFileDependencies: true, workspaceDiagnostics: true };

export function registerDiagnostics(connection: Connection, documents: LintDocuments, findings: LintFindings): void {
  connection.languages.diagnostics.on(async ({ textDocument }, token) => {
    const settings = await lintSettings(connection);
    const path = documents.pathOf(textDocument.uri);
    if (!settings.enable || path === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const signal = signalOf(token);
    try {
      const pause = createPause();
      const lint = await documents.engine();
      // Reading what was typed has taken a part of the patience.
      await pause();
      await lint.prepare({ signal, pause });
      // What was typed meanwhile is in here as well.
      const all = findings.all(lint, settings, signal);
      const own = all.filter(({ site }) => site.file === path);
      const items = [
        ...[...own, ...findings.unused(lint, path, settings, signal)].map((finding) => toDiagnostic(finding, documents.uriOf)),
        ...all.flatMap((finding) => toEcho(finding, path, documents.uriOf)),
      ];
      documents.answered();
      return { kind: DocumentDiagnosticReportKind.Full, items };
    } catch (error) {
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The check was cancelled.');
      throw error;
    }
  });
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
