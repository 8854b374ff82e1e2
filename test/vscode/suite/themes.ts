// Looks at a page of ours in each kind of theme.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Page } from './page.js';
import { picture } from './window.js';

const themes = [['dark', 'Default Dark Modern', 'vscode-dark'], ['light', 'Default Light Modern', 'vscode-light'], ['contrast', 'Default High Contrast', 'vscode-high-contrast']] as const;

/** Takes the page's picture in each kind of theme, where the accessibility checker finds nothing either. */
export async function inEveryTheme(page: Page, name: string, shown: string): Promise<void> {
  for (const [kind, theme, body] of themes) {
    await vscode.workspace.getConfiguration().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
    await page.see(`webview body.${body}`);
    await page.see(shown);
    assert.deepEqual(await page.axe(), [], kind);
    await picture(page, `${name}-${kind}`);
  }
}
