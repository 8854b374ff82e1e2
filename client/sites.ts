// Leads from a site of the protocol to a place in an editor.
import { commands, l10n, Range, Uri, ViewColumn, type Command } from 'vscode';
import type { Site } from '../server/protocol.js';

/** The column that leaves the page in sight from which somebody goes to a place. */
export const beside = ViewColumn.Beside;

/** A command for a tree item. `vscode.open` because it keeps the tree's habits: one click previews, two clicks pin. */
export function openSite(site: Site, viewColumn?: ViewColumn): Command {
  const line = Math.max(0, site.line - 1);
  const column = Math.max(0, site.column - 1);
  return {
    command: 'vscode.open',
    title: l10n.t('Open Source'),
    arguments: [Uri.file(site.file), { selection: new Range(line, column, line, column), preview: true, ...(viewColumn === undefined ? {} : { viewColumn }) }],
  };
}

export async function goTo(site: Site, viewColumn?: ViewColumn): Promise<void> {
  const { command, arguments: given = [] } = openSite(site, viewColumn);
  await commands.executeCommand(command, ...(given as unknown[]));
}
