// Sets the context key that the views' welcome texts ask for: whether the server has failed.
import { commands, type Disposable } from 'vscode';
import type { Server } from './server.js';

export function keepServerContext(server: Server): Disposable {
  const set = (): void => void commands.executeCommand('setContext', 'threadbook.serverState', server.state);
  set();
  return server.onDidChangeState(set);
}
