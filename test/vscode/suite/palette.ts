// Works the command palette and quick picks as a person does: with the keyboard, and reading what is on the screen.
import type { Page } from './page.js';

export const quickPickRows = '.quick-input-list .monaco-list-row';

/** Opens the palette and runs the command with exactly this title. */
export async function runFromPalette(page: Page, title: string): Promise<void> {
  await page.press('F1');
  await page.see('.quick-input-widget input');
  await page.type(title);
  // The one that is chosen by Enter.
  await page.see(`${quickPickRows}.focused:has-text("${title}")`);
  await page.press('Enter');
}

/** Waits for a quick pick with this title, filters it, and takes the entry with this text. */
export async function pick(page: Page, title: string, text: string): Promise<void> {
  await page.see(`.quick-input-title:has-text("${title}")`);
  await page.see(quickPickRows); // Which of them, the filter decides: there are more than fit.
  await page.type(text);
  await page.see(`${quickPickRows}.focused:has-text("${text}")`);
  await page.press('Enter');
}
