// Workspace trust: recipes run only in a workspace that the user trusts; reading code for warnings is always on.
import { commands, l10n, window, workspace, type Disposable, type LogOutputChannel } from 'vscode';
import type { Server } from './server.js';

/** False in an untrusted workspace, after saying why nothing runs and offering to change that. */
export async function mayRun(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const choice = await window.showWarningMessage(
    l10n.t('Recipes do not run in a workspace that is not trusted, because a recipe is a program that runs on your machine. Lock-order warnings work as usual.'),
    manage,
  );
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}

/** Tells the server as soon as trust is granted. */
export function passOnTrust(server: Server, log: LogOutputChannel): Disposable {
  return workspace.onDidGrantWorkspaceTrust(() => {
    server.trustGranted().catch((error: unknown) => log.error('Telling the server about workspace trust failed', error as Error));
  });
}
