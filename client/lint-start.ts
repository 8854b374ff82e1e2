// Starts the server when a file that lint reads is open; a window without one does not pay for a server.
import { workspace, type Disposable, type LogOutputChannel, type TextDocument } from 'vscode';
import { languages, type Server } from './server.js';

export function startForOpenFiles(server: Server, log: LogOutputChannel): Disposable {
  const look = (document: TextDocument): void => {
    if (server.state !== 'stopped' || !languages.includes(document.languageId)) return;
    // The user has been told by the server; here it is only written down.
    server.start().catch((error: unknown) => log.error('Starting the server for an open file failed', error as Error));
  };
  workspace.textDocuments.forEach(look);
  return workspace.onDidOpenTextDocument(look);
}
