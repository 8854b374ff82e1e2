// For a language model: runs a recipe and tells how it went, or what it is doing after some seconds.
import { l10n, type CancellationToken, type Disposable } from 'vscode';
import type { RunEnded, RunId } from '../../server/protocol.js';
import { LineJoiner, type JoinedLine } from '../line-joiner.js';
import { deadlockWords } from './read-run.js';
import type { ClientTool, ToolBench } from './tool.js';

const defaultSeconds = 10;
const mostSeconds = 60;
/** Characters of the output, from its end. */
const keptOutput = 6_000;

export const runRecipe: ClientTool = {
  name: 'threadbook_runRecipe',
  prepare({ recipe }) {
    const name = String(recipe);
    return {
      invocationMessage: l10n.t('Running “{0}”', name),
      confirmationMessages: { title: l10n.t('Run Recipe'), message: l10n.t('Run the recipe “{0}”? A recipe is a program that runs on your machine.', name) },
    };
  },
  async invoke(bench, { recipe, parameters, seconds }, token) {
    if (typeof recipe !== 'string') throw new Error('`recipe` must be the id of a recipe; threadbook_listRecipes lists them.');
    const given = typeof parameters === 'object' && parameters !== null ? Object.entries(parameters) : [];
    const patience = Math.min(mostSeconds, typeof seconds === 'number' && seconds > 0 ? seconds : defaultSeconds) * 1_000;
    const output = new Map<RunId, { joiner: LineJoiner; text: string }>();
    const print = (run: RunId, lines: (joiner: LineJoiner) => JoinedLine[]): void => {
      const own = output.get(run) ?? { joiner: new LineJoiner(), text: '' };
      own.text = (own.text + lines(own.joiner).map(({ thread, text }) => `[${thread}] ${text}\n`).join('')).slice(-keptOutput);
      output.set(run, own);
    };
    const listening = bench.server.onRunOutput(({ run, chunks }) => print(run, (joiner) => joiner.join(chunks)));
    try {
      const { run, title } = await bench.server.startRun({ recipe, parameters: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) });
      const how = await outcome(bench, run, patience, token);
      print(run, (joiner) => joiner.end());
      const printed = output.get(run)?.text ?? '';
      const words = how === 'deadlock' ? `It is in a deadlock and goes on until it is stopped.\n\n${await deadlockWords(bench, run)}` : how === 'goes on' ? 'It goes on; threadbook_readRun tells what it is doing.' : [how.summary, ...how.remarks].join(' ');
      return `Run ${run} of “${title}”. ${words}\n\nIts output${printed.length >= keptOutput ? ' (the end of it)' : ''}:\n${printed}`;
    } finally {
      listening.dispose();
    }
  },
};

/** The first of: its end, a deadlock, the end of patience, a cancellation. */
function outcome({ runs }: ToolBench, id: RunId, patience: number, token: CancellationToken): Promise<RunEnded | 'deadlock' | 'goes on'> {
  return new Promise((resolve) => {
    const known = runs.ended(id);
    const subscriptions: Disposable[] = [];
    const settle = (how: RunEnded | 'deadlock' | 'goes on'): void => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
      resolve(how);
    };
    const timer = setTimeout(() => settle('goes on'), patience);
    subscriptions.push(
      runs.onDidEnd((ended) => ended.run === id && settle(ended)),
      runs.onDidWarn(({ run }) => run === id && settle('deadlock')),
      token.onCancellationRequested(() => settle('goes on')),
    );
    if (known) settle(known);
  });
}
