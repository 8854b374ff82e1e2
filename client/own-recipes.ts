// Tells the server which recipes the user has in the workspace, and again when one has changed. Only in a trusted workspace: to read a recipe is to run it.
import { workspace, type Disposable, type LogOutputChannel } from 'vscode';
import { shownFiles } from './own-recipe-files.js';
import type { Server } from './server.js';

const pattern = '**/*.recipe.{ts,js}';
const excluded = '**/node_modules/**';
/** An editor and a formatter often write a file twice in a row. */
const settlingMs = 300;

export function tellOwnRecipes(server: Server, log: LogOutputChannel): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const tell = async (): Promise<void> => {
    if (!workspace.isTrusted || server.state !== 'running') return;
    const found = await workspace.findFiles(pattern, excluded);
    await server.ownRecipes(shownFiles(found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath)));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => tell().catch((error: unknown) => log.error('Telling the server about the recipes of the workspace failed', error as Error)), settlingMs);
  };
  const watcher = workspace.createFileSystemWatcher(pattern);
  const subscriptions = [
    watcher,
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete(soon),
    server.onDidChangeState((state) => {
      if (state === 'running') soon();
    }),
    workspace.onDidGrantWorkspaceTrust(soon),
    workspace.onDidChangeWorkspaceFolders(soon),
  ];
  return {
    dispose: () => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
