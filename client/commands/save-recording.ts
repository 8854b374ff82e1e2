// Save Recording: what happened in a run, into one file that can be opened later or elsewhere.
import { l10n, Uri, window, workspace } from 'vscode';
import { pickRun } from '../steps/pick-run.js';
import { showRecording } from './open-recording.js';
import type { ClientCommand } from './command.js';

export const saveRecording: ClientCommand = {
  id: 'threadbook.saveRecording',
  async run({ server, runs }, subject) {
    const all = runs.all();
    const run = all.find((each) => each.run === subject?.run) ?? (await pickRun(l10n.t('Save Recording'), l10n.t('Which run?'), all, 'save'));
    if (run === undefined) return;
    const name = `${run.recipe.replace(/^.*[/\\]|\.recipe\.[jt]s$/g, '')}-${run.run}.threadbook-run`;
    const to = await window.showSaveDialog({ title: l10n.t('Save Recording'), defaultUri: inWorkspace(name), filters: { [l10n.t('Recordings of runs')]: ['threadbook-run'] } });
    if (to === undefined) return;
    await server.saveRecording({ run: run.run, to: to.fsPath });
    const open = l10n.t('Open');
    if ((await window.showInformationMessage(l10n.t('The recording is saved in {0}.', to.fsPath), open)) === open) await showRecording(to);
  },
};

/** A file of that name in the folder that is open; in the home folder where none is. */
export function inWorkspace(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder ? Uri.joinPath(folder, name) : Uri.file(name);
}
