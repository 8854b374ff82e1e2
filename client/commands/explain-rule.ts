// Explain a Lint Rule…: its page, as a person reads it; of the rule that was asked about, else of one that the user picks.
import { commands, l10n, Uri, window, workspace } from 'vscode';
import type { ClientCommand } from './command.js';

export const explainRule: ClientCommand = {
  id: 'threadbook.explainRule',
  async run({ rulePages }, subject) {
    const rule = subject?.rule ?? (await pickRule(rulePages));
    if (rule !== undefined) await commands.executeCommand('markdown.showPreview', Uri.joinPath(rulePages, `${rule}.md`));
  },
};

async function pickRule(folder: Uri): Promise<string | undefined> {
  const files = await workspace.fs.readDirectory(folder);
  const rules = files.flatMap(([name]) => (name.endsWith('.md') ? [name.slice(0, -3)] : []));
  return window.showQuickPick(rules.sort(), { title: l10n.t('Explain a Lint Rule'), placeHolder: l10n.t('Which rule?') });
}
