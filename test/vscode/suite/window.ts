// Places in the window that journeys look at, and how the window is made ready for a picture.
import * as vscode from 'vscode';
import type { Page } from './page.js';

/** Rows of a view, by the view's name. Quoted text in `:has-text` matches whatever the case. */
export const viewRows = (view: 'Threads' | 'Recipes' | 'Daemons'): string => `.monaco-list[aria-label="${view}"] .monaco-list-row`;

/** The row whose label is exactly this. */
export const rowNamed = (view: 'Threads' | 'Recipes' | 'Daemons', label: string): string => `${viewRows(view)}:has(.monaco-highlighted-label:text-is("${label}"))`;

/** The text of the terminal that is shown. */
export const terminalText = '.terminal-wrapper.active .xterm-rows';

/** Terminals that tests can read (they are painted on a canvas otherwise), and a window without what has nothing to do with us. */
export async function tidyWindow(): Promise<void> {
  const settings = {
    'terminal.integrated.gpuAcceleration': 'off',
    'workbench.reduceMotion': 'on',
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'window.title': '${activeEditorShort}${separator}${rootName}',
  };
  for (const [name, value] of Object.entries(settings)) await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

let widened = false;

/** Shows the Threads view, in a side bar as wide as a person makes it who reads it. */
export async function showThreadsWide(page: Page): Promise<void> {
  await vscode.commands.executeCommand('threadbook.threads.focus');
  await page.see(viewRows('Threads'));
  if (!widened) await page.widen('.part.sidebar', 240);
  widened = true;
}

/** Opens the list of notifications once there is one: toasts are not shown while a test drives the window. */
export async function showNotifications(page: Page): Promise<void> {
  await page.see('.statusbar-item .codicon-bell-dot');
  await vscode.commands.executeCommand('notifications.showList');
}

/** Takes a picture when the window has come to rest but for the run itself. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.miss('.statusbar-item:has-text("Activating Extensions")');
  // TypeScript names the folder that it looks into.
  await page.miss('.statusbar-item:has-text("Initializing")');
  await page.miss('.part.activitybar .progress-badge');
  await page.screenshot(name);
}
