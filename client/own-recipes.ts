// Tells the server which recipes the user has in the workspace, and again when one has changed. Only in a trusted workspace: to read a recipe is to run it.
import { sep } from 'node:path';
import { workspace, type Disposable, type LogOutputChannel } from 'vscode';
import { shownFiles } from './own-recipe-files.js';
import type { Server } from './server.js';

const pattern = '**/*.recipe.{ts,js}';
const excluded = '**/node_modules/**';
/** An editor and a formatter often write a file twice in a row. */
const settlingMs = 300;

export function tellOwnRecipes(server: Server, log: LogOutputChannel): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let told: readonly string[] = [];
  const tell = async (): Promise<void> => {
    if (!workspace.isTrusted || server.state !== 'running') return;
    const found = await workspace.findFiles(pattern, excluded);
    const shown = shownFiles(found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath));
    told = shown.files;
    await server.ownRecipes(shown);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => tell().catch((error: unknown) => log.error('Telling the server about the recipes of the workspace failed', error as Error)), settlingMs);
  };
  const watcher = workspace.createFileSystemWatcher(pattern);
  // Of a folder that is deleted or renamed VS Code tells nothing but the folder itself.
  const folders = workspace.createFileSystemWatcher('**', true, true);
  const subscriptions = [
    watcher,
    folders,
    folders.onDidDelete(({ fsPath }) => {
      if (told.some((file) => file.startsWith(fsPath + sep))) soon();
    }),
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
