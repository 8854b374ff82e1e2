// textDocument/diagnostic: the lint's findings for the document that the editor asks about.
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type CancellationToken, type Connection, type DiagnosticOptions } from 'vscode-languageserver/node';
import { toDiagnostic, toEcho } from './convert.js';
import type { LintDocuments } from './lint-documents.js';
import { createPause } from './pause.js';

/** What the server says about itself at `initialize`. */
export const diagnosticCapability: DiagnosticOptions = { identifier: 'threadbook', interFileDependencies: true, workspaceDiagnostics: false };

export function registerDiagnostics(connection: Connection, documents: LintDocuments): void {
  connection.languages.diagnostics.on(async ({ textDocument }, token) => {
    const settings: unknown = await connection.workspace.getConfiguration('threadbook.lint');
    const path = documents.pathOf(textDocument.uri);
    if (isOff(settings) || path === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const signal = signalOf(token);
    try {
      const lint = await documents.engine();
      await lint.prepare({ signal, pause: createPause() });
      // What was typed meanwhile is in here as well.
      const all = lint.checkAll(signal);
      const own = all.filter(({ site }) => site.file === path);
      const items = [
        ...[...own, ...lint.unused(path, signal)].map((finding) => toDiagnostic(finding, documents.uriOf)),
        ...all.flatMap((finding) => toEcho(finding, path, documents.uriOf)),
      ];
      return { kind: DocumentDiagnosticReportKind.Full, items };
    } catch (error) {
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The check was cancelled.');
      throw error;
    }
  });
}

function isOff(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && (settings as { enable?: unknown }).enable === false;
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
