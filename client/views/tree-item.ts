// Maps a row to a TreeItem. The server has decided everything; nothing is decided here.
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Command } from 'vscode';
import type { Row } from '../../server/protocol.js';
import { openSite } from '../sites.js';

/** The tooltip is left out: it is given when a person hovers, by `tooltipOf`. */
export function treeItemOf(row: Row, hasChildren: boolean): TreeItem {
  const item = new TreeItem(row.label, stateOf(row, hasChildren));
  item.id = row.id;
  item.iconPath = new ThemeIcon(row.icon, row.color === undefined ? undefined : new ThemeColor(row.color));
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken };
  if (row.description !== undefined) item.description = row.description;
  if (row.site !== undefined) item.command = openSite(row.site) satisfies Command;
  return item;
}

export function tooltipOf(row: Row): MarkdownString | undefined {
  return row.tooltip === undefined ? undefined : new MarkdownString(row.tooltip, true);
}

/** A row that is meant to be open is so before its first child comes: the tree does not open a row that it knows as a leaf. */
function stateOf(row: Row, hasChildren: boolean): TreeItemCollapsibleState {
  if (row.expanded) return TreeItemCollapsibleState.Expanded;
  return hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
}
