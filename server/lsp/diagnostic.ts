// textDocument/diagnostic: the lint's findings for the document that the editor asks about.
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError, type CancellationToken, type Connection, type DiagnosticOptions } from 'vscode-languageserver/node';
import { withObserved, type ObservedOrder } from '../lock-orders.js';
import { toDiagnostic, toEcho } from './convert.js';
import type { LintDocuments } from './lint-documents.js';
import { createPause } from './pause.js';

/** What the server says about itself at `initialize`. */
export const diagnosticCapability: DiagnosticOptions = { identifier: 'threadbook', interFileDependencies: true, workspaceDiagnostics: true };

/** `observed` is what runs have shown by now. */
export function registerDiagnostics(connection: Connection, documents: LintDocuments, observed: () => readonly ObservedOrder[]): void {
  connection.languages.diagnostics.on(async ({ textDocument }, token) => {
    const { enable } = await lintSettings(connection);
    const path = documents.pathOf(textDocument.uri);
    if (!enable || path === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const signal = signalOf(token);
    try {
      const lint = await documents.engine();
      await lint.prepare({ signal, pause: createPause() });
      // What was typed meanwhile is in here as well.
      const seen = observed();
      const all = lint.checkAll(signal).map((finding) => withObserved(finding, seen));
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

export interface LintSettings {
  enable: boolean;
  /** Which files report findings; all are read either way. */
  scope: 'workspace' | 'openFiles';
}

/** As the user has set them; an editor that knows none gets the defaults. */
export async function lintSettings(connection: Connection): Promise<LintSettings> {
  const given: unknown = await connection.workspace.getConfiguration('threadbook.lint');
  const settings = typeof given === 'object' && given !== null ? (given as { [K in keyof LintSettings]?: unknown }) : {};
  return { enable: settings.enable !== false, scope: settings.scope === 'openFiles' ? 'openFiles' : 'workspace' };
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
