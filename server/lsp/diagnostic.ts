// textDocument/diagnostic: the lint's findings for the document that the editor asks about.
import { fileURLToPath } from 'node:url';
import { DocumentDiagnosticReportKind, ErrorCodes, ResponseError, type CancellationToken, type Connection, type DiagnosticOptions, type TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../lint/engine.js';
import { slashed } from '../source-files.js';
import { fileUri, toDiagnostic } from './convert.js';

/** What the server says about itself at `initialize`. */
export const diagnosticCapability: DiagnosticOptions = { identifier: 'threadbook', interFileDependencies: true, workspaceDiagnostics: false };

/** `engine` may still be loading its parsers: requests wait for it. */
export function registerDiagnostics(connection: Connection, documents: TextDocuments<TextDocument>, engine: Promise<Engine>): void {
  const pathOf = (document: { uri: string; languageId: string }): string => {
    if (document.uri.startsWith('file:')) return slashed(fileURLToPath(document.uri));
    // A document that is no file yet has no ending to tell its language by.
    return document.languageId === 'python' ? `${document.uri}.py` : `${document.uri}.ts`;
  };
  const uriOf = (path: string): string => documents.all().find((document) => pathOf(document) === path)?.uri ?? fileUri(path);

  documents.onDidClose(({ document }) => void engine.then((lint) => lint.remove(pathOf(document))));

  connection.languages.diagnostics.on(async ({ textDocument }, token) => {
    const lint = await engine;
    const settings: unknown = await connection.workspace.getConfiguration('threadbook.lint');
    if (isOff(settings)) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const document = documents.get(textDocument.uri);
    if (!document) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    for (const open of documents.all()) lint.update(pathOf(open), open.getText());
    try {
      const findings = lint.check(pathOf(document), signalOf(token));
      return { kind: DocumentDiagnosticReportKind.Full, items: findings.map((finding) => toDiagnostic(finding, uriOf)) };
    } catch (error) {
      if (token.isCancellationRequested) throw new ResponseError(ErrorCodes.InvalidRequest, 'The check was cancelled.');
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
