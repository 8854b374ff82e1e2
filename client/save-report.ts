// Saves a deadlock report as Markdown, into a file that the user names, and opens it.
import { env, l10n, Uri, window, workspace } from 'vscode';
import type { DeadlockReport } from '../server/protocol.js';
import { durationsIn } from '../webviews/durations.js';
import { sayWith } from '../webviews/fill.js';
import { reportText } from '../webviews/deadlock/report-text.js';
import { markdownOf } from './deadlock-markdown.js';
import { deadlockTexts } from './pages/deadlock.js';

export async function saveReport(report: DeadlockReport): Promise<void> {
  const [folder] = workspace.workspaceFolders ?? [];
  const name = `deadlock-${report.recipe.replace(/^.*[/\\]/, '').replace(/\.recipe\.[jt]s$/, '')}.md`;
  const target = await window.showSaveDialog({ filters: { Markdown: ['md'] }, title: l10n.t('Save Deadlock Report'), ...(folder ? { defaultUri: Uri.joinPath(folder.uri, name) } : {}) });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(markdownOf(reportText(report, sayWith(deadlockTexts()), durationsIn(env.language)))));
  await window.showTextDocument(target);
}
