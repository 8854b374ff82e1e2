// Tests one recipe: runs it with the parameters of its transcript, and compares how it ends and what it prints with what it says of itself.
// Knows the hub and the model; who asks for the test (an editor, our own tests) is of no concern here.
import type { Hub, RunLimits } from './hub.js';
import { transcriptDifferences } from './model/transcript.js';
import { expectationText } from './model/wording.js';
import type { OutputChunk, RecipeTested, RunEnded } from './protocol.js';

/**
 * A recipe that deadlocks is stopped when its deadlock is seen, expected or not: it would never end. One that should be stopped is when it has printed its
 * transcript. `signal` stops the run; the answer then says so.
 * Throws UserError where there is no such recipe or it cannot be loaded.
 */
export async function testRecipe(hub: Hub, recipe: string, limits: RunLimits, signal?: AbortSignal): Promise<RecipeTested> {
  const entry = await hub.entry(recipe);
  const { parameters = {}, input = [], lines = {} } = entry.transcript ?? {};
  const transcript = { parameters, lines };
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);

  const output: OutputChunk[] = [];
  let over: (end: RunEnded) => void;
  const ended = new Promise<RunEnded>((settle) => (over = settle));
  const { run } = await hub.start(entry, Object.fromEntries(texts), limits, {
    changed() {},
    started() {},
    output(id, chunks) {
      output.push(...chunks);
      if (entry.expects === 'is stopped' && transcriptDifferences(transcript, output).length === 0) void hub.stop(id);
    },
    deadlock: (id, cycle) => void hub.stopDeadlocked(id, cycle),
    ended: (end) => over(end),
  });
  if (entry.readsInput) void hub.input(run, input, true);
  const stop = () => void hub.stop(run);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const end = await ended;
  signal?.removeEventListener('abort', stop);

  const wrongEnd = end.asExpected ? [] : [`${end.summary} ${expectationText(entry.expects)}`];
  const differences = [...wrongEnd, ...transcriptDifferences(transcript, output)];
  return { summary: end.summary, differences, output, seconds: end.seconds, cancelled: signal?.aborted ?? false };
}
