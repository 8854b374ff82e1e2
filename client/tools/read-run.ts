// For a language model: what the threads, locks and queues of a run do at this moment, and its deadlock report where it has one.
import { reportText } from '../../webviews/deadlock/report-text.js';
import { durationsIn } from '../../webviews/durations.js';
import { sayWith } from '../../webviews/fill.js';
import type { RunId } from '../../server/protocol.js';
import { markdownOf } from '../deadlock-markdown.js';
import { deadlockTexts } from '../pages/deadlock.js';
import { RowsStore } from '../views/rows-store.js';
import type { ClientTool, ToolBench } from './tool.js';

export const readRun: ClientTool = {
  name: 'threadbook_readRun',
  async invoke(bench, { run }) {
    const all = bench.runs.all();
    const found = typeof run === 'number' ? all.find((each) => each.run === run) : all[0];
    if (found === undefined) throw new Error(all.length === 0 ? 'Nothing has run yet; threadbook_runRecipe runs a recipe.' : `There is no run ${String(run)}; there are ${all.map((each) => each.run).join(', ')}.`);
    return `${await rowsOf(bench, found.run)}\n\n${await deadlockWords(bench, found.run)}`.trim();
  },
};

/** The rows of the Threads view that belong to the run, indented as they are there. Asked of the server: what the view has heard is a moment older. */
async function rowsOf({ server }: ToolBench, run: RunId): Promise<string> {
  const store = new RowsStore('threads');
  store.load(await server.rows('threads'));
  const depths = new Map<string, number>();
  const lines: string[] = [];
  for (const { id, parent, label, description = '', site } of store.rows()) {
    if (id !== `run-${run}` && !id.startsWith(`run-${run}/`)) continue;
    const depth = parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1;
    depths.set(id, depth);
    lines.push(`${'  '.repeat(depth)}- ${label}${description === '' ? '' : `: ${description}`}${site === undefined ? '' : ` (${site.file}:${site.line})`}`);
  }
  return lines.join('\n');
}

/** Empty where no threads wait for each other. */
export async function deadlockWords({ server }: ToolBench, run: RunId): Promise<string> {
  const report = await server.deadlockReport(run);
  return report === null ? '' : markdownOf(reportText(report, sayWith(deadlockTexts()), durationsIn('en')));
}
