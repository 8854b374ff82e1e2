// Export as Perfetto Trace: of the run of the row, of the recording that is open, else of a run that the user picks.
import { env, l10n, TabInputCustom, Uri, window } from 'vscode';
import { recordingEditors } from '../pages/recording-editor.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';
import { inWorkspace } from './save-recording.js';

export const exportTrace: ClientCommand = {
  id: 'threadbook.exportTrace',
  async run({ server, runs }, subject) {
    const file = subject?.run === undefined ? openFile() : undefined;
    const all = runs.all();
    const run = file ? undefined : (all.find((each) => each.run === subject?.run) ?? (await pickRun(l10n.t('Export as Perfetto Trace'), l10n.t('Which run?'), all, 'export')));
    const of = file ? { file: file.fsPath } : run && { run: run.run };
    if (of === undefined) {
      void window.showInformationMessage(l10n.t('There is no run and no open recording to export.'));
      return;
    }
    const name = file ? file.fsPath.replace(/^.*[/\\]|\.threadbook-run$/g, '') : `run-${run?.run}`;
    const to = await window.showSaveDialog({ title: l10n.t('Export as Perfetto Trace'), defaultUri: inWorkspace(`${name}.trace.json`), filters: { JSON: ['json'] } });
    if (to === undefined) return;
    await server.exportTrace({ of, to: to.fsPath });
    const perfetto = l10n.t('Open ui.perfetto.dev');
    if ((await window.showInformationMessage(l10n.t('The trace is saved in {0}. Perfetto and Chrome open it.', to.fsPath), perfetto)) === perfetto) await env.openExternal(Uri.parse('https://ui.perfetto.dev'));
  },
};

/** The recording in the active tab. */
function openFile(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && recordingEditors.includes(input.viewType) ? input.uri : undefined;
}
