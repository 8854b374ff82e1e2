// `threadbook run`: a recipe in the terminal, with live output and a final table of its threads, locks and queues.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createHub, type Hub } from '../hub.js';
import { stateTable } from '../model/state-table.js';
import { expectationText } from '../model/wording.js';
import type { CatalogEntry, ParameterSpec, RunEnded, RunId } from '../protocol.js';
import { writeRecording } from '../recording-files.js';
import { UserError } from '../user-error.js';
import { readInput } from './read-input.js';
import { createLineWriter } from './line-writer.js';

export interface Streams {
  /** Asked for only by a recipe that reads input: a stream that is opened must be read. */
  in(): NodeJS.ReadableStream & { isTTY?: boolean };
  out: NodeJS.WritableStream & { isTTY?: boolean };
  err: NodeJS.WritableStream;
}

export const runHelp = `Usage:
  threadbook run <recipe> [--set name=value]... [options]
  threadbook run <file>.recipe.ts [--set name=value]... [options]
  threadbook run --list [--format text|json]

Runs a recipe on real threads, prints what its threads print, and ends with a table of its threads, locks and queues.
A recipe that reads input takes it from standard input, line by line.

Options:
  --set name=value    a parameter of the recipe; may be repeated
  --list              list the recipes
  --format json       with --list: an array of {id, section, title}; with a recipe: its outcome as one JSON object on standard output, everything else on standard error
  --time-limit N      stop after N seconds (default: none)
  --memory-limit N    end the run when its process uses more than N MB (default: 2048)
  --record FILE       save what happens to FILE (.threadbook-run), which VS Code opens as a timeline
  --help              this text

Exit codes: 0 the recipe ended as it says it should, 1 it did not, 2 the command was wrong. A recipe that deadlocks is stopped as soon as its deadlock is seen.`;

/** Answers the exit code. `onInterrupt` is given what Ctrl-C should do. */
export async function run(args: string[], hostPath: string, streams: Streams, onInterrupt: (stop: () => void) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      'time-limit': { type: 'string', default: '0' },
      'memory-limit': { type: 'string', default: '2048' },
      record: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    streams.out.write(`${runHelp}\n`);
    return 0;
  }
  if (values.format !== 'text' && values.format !== 'json') throw new UserError(`--format must be text or json, not “${values.format}”.`);
  const json = values.format === 'json';
  if (values.list) return list(createHub(hostPath, silent), json, streams);
  const [recipe, ...rest] = positionals;
  if (recipe === undefined) throw new UserError('Which recipe? `threadbook run --list` lists them.');
  if (rest.length > 0) throw new UserError(`One recipe at a time: “${rest.join(' ')}” is left over. Parameters are given as --set name=value.`);
  const limits = { memory: wholeNumber('--memory-limit', values['memory-limit']), time: wholeNumber('--time-limit', values['time-limit']), output: 0 };
  return runOne(recipe, assignments(values.set), limits, hostPath, json, values.record, streams, onInterrupt);
}

const silent = { changed() {}, started() {}, output() {}, deadlock() {}, ended() {} };

async function runOne(
  recipe: string,
  parameters: Record<string, string>,
  limits: { memory: number; time: number; output: number },
  hostPath: string,
  json: boolean,
  record: string | undefined,
  { in: typed, out, err }: Streams,
  onInterrupt: (stop: () => void) => void,
): Promise<number> {
  const shown: NodeJS.WritableStream & { isTTY?: boolean } = json ? err : out;
  const lines = createLineWriter(shown);
  let over: (ended: RunEnded) => void;
  const ended = new Promise<RunEnded>((resolve) => (over = resolve));
  const hub = createHub(hostPath, {
    ...silent,
    output: (_run: RunId, chunks) => lines.write(chunks),
    deadlock(run, text) {
      err.write(`Deadlock: ${text}.\n`);
      void hub.stopDeadlocked(run, text);
    },
    ended: (result) => over(result),
  });
  const file = /\.recipe\.[jt]s$/.test(recipe) ? resolve(recipe) : undefined;
  if (file) hub.setOwnRecipes([file]);
  const started = await hub.start(file ?? recipe, parameters, limits);
  onInterrupt(() => void hub.stop(started.run));
  const stopReading = started.readsInput ? read(typed()) : () => {};
  const result = await ended;
  stopReading();
  await lines.end();
  const recording = hub.recording(started.run);
  if (record !== undefined && recording) await writeRecording(recording, record);
  const state = hub.states()[0]!;
  if (json) out.write(`${JSON.stringify({ recipe, outcome: result.outcome, asExpected: result.asExpected, seconds: result.seconds, remarks: result.remarks })}\n`);
  else out.write(`\n${stateTable(state)}\n${result.summary}${result.asExpected ? '' : ` ${expectationText(state.expects)}`}\n${result.remarks.map((remark) => `${remark}\n`).join('')}`);
  return result.asExpected ? 0 : 1;

  function read(stream: NodeJS.ReadableStream & { isTTY?: boolean }): () => void {
    const person = stream.isTTY === true && shown.isTTY === true;
    if (person) void lines.showUnfinished();
    return readInput(stream, (texts, end) => {
      if (person) lines.typed();
      return hub.input(started.run, texts, end);
    });
  }
}

async function list(hub: Hub, json: boolean, { out }: Streams): Promise<number> {
  const catalog = await hub.catalog();
  if (json) {
    out.write(`${JSON.stringify(catalog.map(({ id, section, title }) => ({ id, section, title })), undefined, 2)}\n`);
    return 0;
  }
  const width = Math.max(...catalog.map((entry) => entry.id.length));
  let section = '';
  for (const entry of catalog) {
    if (entry.section !== section) out.write(`${section ? '\n' : ''}${entry.section} ${entry.sectionTitle}\n`);
    section = entry.section;
    out.write(`  ${entry.id.padEnd(width)}  ${entry.error ? `cannot be loaded: ${entry.error}` : entry.story}\n${parameterLines(entry, width)}`);
  }
  return 0;
}

function parameterLines(entry: CatalogEntry, width: number): string {
  return Object.entries(entry.parameters)
    .map(([name, spec]) => `  ${' '.repeat(width)}    --set ${name}=${spec.default}  ${spec.help}${range(spec)}\n`)
    .join('');
}

function range(spec: ParameterSpec): string {
  switch (spec.type) {
    case 'integer':
      return ` (${spec.minimum} to ${spec.maximum})`;
    case 'choice':
      return ` (${spec.choices.join(', ')})`;
    case 'boolean':
      return ' (true, false)';
    case 'text':
      return '';
    default:
      return spec satisfies never;
  }
}

function assignments(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UserError(`--set takes name=value, not “${pair}”.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UserError(`${option} takes a whole number, not “${text}”.`);
  return Number(text);
}
