// Asks which of several runs is meant; does not ask where there is only one.
import { ThemeIcon, type QuickPickItem } from 'vscode';
import type { RunStarted } from '../../server/protocol.js';
import { back, pickOne } from './steps.js';

interface RunItem extends QuickPickItem {
  run: RunStarted;
}

/** Undefined where there is none or the user gave up. */
export async function pickRun(title: string, placeholder: string, runs: readonly RunStarted[], icon: string): Promise<RunStarted | undefined> {
  if (runs.length < 2) return runs[0];
  const items = runs.map((run): RunItem => ({ run, label: run.title, description: `#${run.run}`, iconPath: new ThemeIcon(icon) }));
  const chosen = await pickOne({ title, placeholder, canGoBack: false }, items);
  return chosen === back ? undefined : chosen?.run;
}
