// Copy Diagnostics Report: what a bug report needs to know, into the clipboard. No paths, no code, no names of the user's.
import { env, extensions, l10n, version, window, workspace } from 'vscode';
import type { ClientCommand } from './command.js';

/** Their values are numbers, words of ours or truth values. */
const settings = ['run.timeLimit', 'run.memoryLimit', 'run.revealOutput', 'codeLens.enable', 'liveState.enable', 'lint.enable'];

export const copyDiagnostics: ClientCommand = {
  id: 'threadbook.copyDiagnostics',
  async run({ server, runs, log }) {
    const own = extensions.getExtension('threadbook.threadbook');
    const chosen = settings.map((name) => `${name}=${JSON.stringify(workspace.getConfiguration('threadbook').get(name))}`);
    const lines = [
      `Threadbook ${(own?.packageJSON as { version?: string } | undefined)?.version ?? 'unknown'}`,
      `${env.appName} ${version}, ${env.uiKind === 1 ? 'desktop' : 'web'}${env.remoteName === undefined ? '' : `, remote: ${env.remoteName}`}, language ${env.language}`,
      `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      `Workspace: ${workspace.isTrusted ? 'trusted' : 'not trusted'}, folders: ${workspace.workspaceFolders?.length ?? 0}`,
      `Server: ${server.state}; runs: ${runs.active().length} active, ${runs.all().length - runs.active().length} ended`,
      `Settings: ${chosen.join(', ')}`,
    ];
    await env.clipboard.writeText(`${lines.join('\n')}\n`);
    const show = l10n.t('Show Log');
    const choice = await window.showInformationMessage(l10n.t('The diagnostics report is in the clipboard. It names no files.'), show);
    if (choice === show) log.show();
  },
};
