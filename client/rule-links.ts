// In every terminal: the name of a rule in a line of `threadbook lint` leads to its page. Paths with line numbers VS Code links by itself.
import { commands, l10n, Uri, window, workspace, type Disposable, type TerminalLink, type TerminalLinkProvider } from 'vscode';
import { rulesIn } from './rule-in-line.js';

interface RuleLink extends TerminalLink {
  rule: string;
}

/** `pages` is the folder with a page for each rule. */
export function linkRules(pages: Uri): Disposable {
  // Read when the first line looks as if it named one.
  let rules: Promise<Set<string>> | undefined;
  const known = async (): Promise<Set<string>> => new Set((await workspace.fs.readDirectory(pages)).map(([name]) => name.replace(/\.md$/, '')));
  const provider: TerminalLinkProvider<RuleLink> = {
    async provideTerminalLinks({ line }) {
      const named = rulesIn(line);
      if (named.length === 0) return [];
      const all = await (rules ??= known());
      return named.filter(({ rule }) => all.has(rule)).map(({ rule, start }) => ({ rule, startIndex: start, length: rule.length, tooltip: l10n.t('What {0} means', rule) }));
    },
    handleTerminalLink: async ({ rule }) => {
      await commands.executeCommand('threadbook.explainRule', { rule });
    },
  };
  return window.registerTerminalLinkProvider(provider);
}
