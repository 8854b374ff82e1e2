// Open Recording: a file that Save Recording or `threadbook run --record` wrote.
import { commands, l10n, window, type Uri } from 'vscode';
import { recordingEditor } from '../pages/recording-editor.js';
import type { ClientCommand } from './command.js';

export const openRecording: ClientCommand = {
  id: 'threadbook.openRecording',
  async run() {
    const chosen = await window.showOpenDialog({ title: l10n.t('Open Recording'), openLabel: l10n.t('Open'), filters: { [l10n.t('Recordings of runs')]: ['threadbook-run'] } });
    for (const file of chosen ?? []) await showRecording(file);
  },
};

export async function showRecording(file: Uri): Promise<void> {
  await commands.executeCommand('vscode.openWith', file, recordingEditor);
}
