// Save Deadlock Report…: as Markdown, into a file that the user names, and opens it.
import { env, l10n, Uri, window, workspace } from 'vscode';
import { durationsIn } from '../../webviews/durations.js';
import { sayWith } from '../../webviews/fill.js';
import { reportText } from '../../webviews/deadlock/report-text.js';
import { markdownOf } from '../deadlock-markdown.js';
import { deadlockTexts } from '../pages/deadlock.js';
import { RefusedError } from '../server.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const saveDeadlockReport: ClientCommand = {
  id: 'threadbook.saveDeadlockReport',
  async run({ server, runs }, subject) {
    const run = runs.find(subject?.run) ?? (await pickRun(l10n.t('Save Deadlock Report'), l10n.t('Which run?'), runs.deadlocked(), 'warning'));
    if (run === undefined) return;
    const report = await server.deadlockReport(run.run);
    if (report === null) throw new RefusedError(l10n.t('No threads of this run wait for each other.'));
    const [folder] = workspace.workspaceFolders ?? [];
    const name = `deadlock-${report.recipe.replace(/^.*[/\\]/, '').replace(/\.recipe\.[jt]s$/, '')}.md`;
    const target = await window.showSaveDialog({ filters: { Markdown: ['md'] }, title: l10n.t('Save Deadlock Report'), ...(folder ? { defaultUri: Uri.joinPath(folder.uri, name) } : {}) });
    if (target === undefined) return;
    await workspace.fs.writeFile(target, new TextEncoder().encode(markdownOf(reportText(report, sayWith(deadlockTexts()), durationsIn(env.language)))));
    await window.showTextDocument(target);
  },
};
