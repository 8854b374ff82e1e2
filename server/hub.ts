// Joins the rooms: starts runs, feeds what they report into the model, and tells its listener what changed. Used by the language server and by the
// command line alike; knows neither LSP nor a terminal.
import { l10n } from './l10n.js';
import { deadlockReport } from './model/deadlock-report.js';
import { createRecorder, type Recorder } from './model/recording/recorder.js';
import type { Recording } from './model/recording/recording.js';
import { runUsage } from './model/run-usage.js';
import { remarksOn } from './model/remarks.js';
import { apply, newRun, type RunChange, type RunState } from './model/run-state.js';
import { stillSince, strandedText, strandedThreads } from './model/stranded.js';
import { cyclesOf } from './model/wait-graph.js';
import { asExpected, cycleText, outcomeText } from './model/wording.js';
import type { CatalogEntry, DeadlockReport, Outcome, OutputChunk, RunEnded, RunId, RunStarted } from './protocol.js';
import { loadCatalog } from './runs/catalog.js';
import { createOwnRecipes } from './runs/own-recipes.js';
import { parseParameters } from './runs/parameters.js';
import { startRun, type Run } from './runs/run.js';
import { similarNames } from './runs/similar.js';
import { UserError } from './user-error.js';

export interface RunLimits {
  /** MB. */
  memory: number;
  /** Seconds; 0 for none. */
  time: number;
  /** Bytes of output; 0 for none. */
  output: number;
}

export interface HubListener {
  /** The states of the runs have changed in any way. */
  changed(): void;
  started(run: RunStarted): void;
  output(run: RunId, chunks: OutputChunk[]): void | Promise<void>;
  /** A deadlock has just formed among the threads of a run. */
  deadlock(run: RunId, text: string): void;
  ended(run: RunEnded): void;
}

/** A deadlock is certain at once, but a thread publishes where it waits only after a moment: the report should have the places. */
const settlingMs = 40;

/** Rows in the recordings of ended runs, 22 bytes each. */
const keptRows = 4_000_000;

interface Entry {
  listener: HubListener;
  state: RunState;
  /** Undefined where it went to make room. */
  recorder: Recorder | undefined;
  run: Run;
  /** It is announced once. */
  deadlockAnnounced: boolean;
  /** A deadlocked run is kept as it was when somebody stopped it: its last state is what there is to see. */
  frozen: boolean;
}

export interface Hub {
  /** The recipes that come with the product, then those of the user. */
  catalog(): Promise<CatalogEntry[]>;
  /**
   * Says which files are recipes of the user (absolute paths); their code is run to read them. Call it again when one has changed. `late`: called when the
   * catalogue is another, because a file has been read for which it did not wait.
   */
  setOwnRecipes(files: readonly string[], late?: () => void): void;
  /** One of the catalogue; the user's own is read anew, so that it is what its file says now. Throws UserError where there is none. */
  entry(recipe: string): Promise<CatalogEntry>;
  /**
   * Starts the recipe of that id, or of that entry. Throws UserError where the recipe does not exist, cannot be loaded or a parameter is wrong. With a listener of its own (a test of a recipe) the
   * run is that listener's alone: nobody else is told of it, it is not among the states, and it is forgotten when it has ended.
   */
  start(recipe: string | CatalogEntry, parameters: Readonly<Record<string, string>>, limits: RunLimits, own?: HubListener): Promise<RunStarted>;
  /** What the user types into a run that reads input; `end`: nothing will follow. Answers when there is room for more; at once where the run has ended. */
  input(run: RunId, lines: string[], end: boolean): Promise<void>;
  /** Answers when the run has ended; at once where it already has. */
  stop(run: RunId): Promise<void>;
  /** The same, because of its deadlock. */
  stopDeadlocked(run: RunId, cycle: string): Promise<void>;
  stopAll(): Promise<void>;
  /** Forgets the runs that have ended. */
  clear(): void;
  /** Of a run's process, which leads its process group. */
  pid(run: RunId): number | undefined;
  /** What there is to say about the deadlocks of a run; undefined where it has none. */
  deadlockReport(run: RunId): Promise<DeadlockReport | undefined>;
  /** Newest first. */
  states(): RunState[];
  /** What happened in a run so far; it grows while the run goes on. Undefined where the run or its recording is no longer there. */
  recording(run: RunId): Recording | undefined;
}

/** `hostPath`: the entry file of the recipes' host process. */
export function createHub(hostPath: string, everybody: HubListener): Hub {
  const entries = new Map<RunId, Entry>();
  let lastRun = 0;
  let catalog: Promise<CatalogEntry[]> | undefined;
  const own = createOwnRecipes(hostPath);

  async function shipped(): Promise<CatalogEntry[]> {
    catalog ??= loadCatalog(hostPath);
    try {
      return await catalog;
    } catch (error) {
      catalog = undefined; // Asked again next time.
      throw error;
    }
  }

  async function entry(recipe: string): Promise<CatalogEntry> {
    if (own.has(recipe)) return own.read(recipe);
    if (/\.recipe\.[jt]s$/.test(recipe)) throw new UserError(l10n.t('The recipe “{0}” is no longer among the files of the workspace.', recipe.replace(/^.*[\\/]/, '')));
    const known = await shipped();
    const found = known.find((each) => each.id === recipe);
    if (!found) throw new UserError(l10n.t('There is no recipe “{0}”.', recipe) + similar(recipe, known));
    return found;
  }

  async function start(recipe: string | CatalogEntry, parameters: Readonly<Record<string, string>>, limits: RunLimits, listener: HubListener = everybody): Promise<RunStarted> {
    const found = typeof recipe === 'string' ? await entry(recipe) : recipe;
    if (found.error) throw new UserError(found.source.line > 1 ? l10n.t('The recipe “{0}” cannot be loaded, see its line {1}: {2}', found.title, found.source.line, found.error) : l10n.t('The recipe “{0}” cannot be loaded: {1}', found.title, found.error));
    const parsed = parseParameters(found.parameters, parameters);
    if ('problem' in parsed) throw new UserError(parsed.problem);

    const id = ++lastRun;
    const started: RunStarted = { run: id, recipe: found.id, title: found.title, readsInput: found.readsInput };
    const run = startRun(
      { hostPath, recipe: found.id, own: found.section === 'own', readsInput: found.readsInput, parameters: parsed.values, memoryLimit: limits.memory, timeLimit: limits.time, outputLimit: limits.output },
      {
        state: (change) => advance(id, change),
        history: (events, dropped) => advance(id, { kind: 'history', events, dropped }),
        output: (chunks) => listener.output(id, chunks),
      },
    );
    const startedAt = Date.now();
    const recorder = listener === everybody ? createRecorder({ run: id, recipe: found.id, title: found.title, startedAt }) : undefined;
    entries.set(id, { listener, state: newRun(id, found.id, found.title, found.expects, startedAt), recorder, run, deadlockAnnounced: false, frozen: false });
    listener.started(started);
    listener.changed();
    void run.ended.then((outcome) => finish(started, outcome));
    return started;
  }

  function advance(id: RunId, change: RunChange): void {
    const entry = entries.get(id);
    if (!entry || entry.frozen) return;
    entry.state = apply(entry.state, change);
    if (change.kind === 'state') entry.recorder?.state(change);
    else if (change.kind === 'history') entry.recorder?.history(change.events, change.dropped);
    if (change.kind === 'state' && !entry.deadlockAnnounced) announce(id, entry, stuckIn(entry.state, settlingMs));
    entry.listener.changed();
  }

  function announce(id: RunId, entry: Entry, text: string | undefined): void {
    if (text === undefined) return;
    entry.deadlockAnnounced = true;
    entry.listener.deadlock(id, text);
  }

  function finish(started: RunStarted, outcome: Outcome): void {
    const entry = entries.get(started.run);
    if (!entry) return;
    entry.state = apply(entry.state, { kind: 'outcome', at: entry.frozen ? entry.state.at : Date.now(), outcome });
    entry.recorder?.end(entry.state.at, outcomeText(outcome), runUsage(entry.state));
    if (entry.listener !== everybody) entries.delete(started.run);
    forgetOldRecordings();
    entry.listener.changed();
    entry.listener.ended({
      ...started,
      outcome,
      summary: l10n.t('{0}: {1}.', started.title, outcomeText(outcome)),
      remarks: remarksOn(entry.state),
      asExpected: asExpected(entry.state.expects, outcome, stuckIn(entry.state, 0) !== undefined),
      seconds: (entry.state.at - entry.state.startedAt) / 1_000,
    });
  }

  /** Of the runs that have ended the newest keep their recordings, as many as there is room for. */
  function forgetOldRecordings(): void {
    let rows = 0;
    for (const entry of [...entries.values()].reverse()) {
      if (!entry.state.outcome || !entry.recorder) continue;
      rows += entry.recorder.recording.length;
      if (rows > keptRows) entry.recorder = undefined;
    }
  }

  async function stop(id: RunId, how: (run: Run) => Promise<unknown>): Promise<void> {
    const entry = entries.get(id);
    if (!entry) return;
    const text = stuckIn(entry.state, 0);
    entry.frozen = text !== undefined;
    if (!entry.deadlockAnnounced) announce(id, entry, text); // Whoever stops it has seen it before all places were known.
    await how(entry.run);
  }

  return {
    catalog: async () => [...(await shipped()), ...(await own.list())],
    entry,
    setOwnRecipes: (files, late = () => {}) => own.set(files, late),
    start,
    async input(id, lines, end) {
      await entries.get(id)?.run.input(lines, end);
    },
    stop: (id) => stop(id, (run) => run.stop()),
    stopDeadlocked: (id, cycle) => stop(id, (run) => run.stopDeadlocked(cycle)),
    async stopAll() {
      await Promise.all([...entries.values()].map((entry) => entry.run.stop()));
    },
    clear() {
      for (const [id, entry] of entries) if (entry.state.outcome) entries.delete(id);
      everybody.changed();
    },
    pid: (id) => entries.get(id)?.run.pid,
    async deadlockReport(id) {
      const known = await shipped();
      const state = entries.get(id)?.state;
      return state && deadlockReport(state, known);
    },
    recording: (id) => entries.get(id)?.recorder?.recording,
    states: () => [...entries.values()].filter((entry) => entry.listener === everybody).map((entry) => entry.state).reverse(),
  };
}

/** What there is to warn of: a circle, or that everybody waits and nobody is left; its last wait has lasted for `settled` milliseconds. */
function stuckIn(state: RunState, settled: number): string | undefined {
  const cycles = cyclesOf(state);
  const cycle = cycles.find(({ waits }) => waits.every((wait) => state.at - wait.since >= settled));
  if (cycle) return cycleText(state, cycle);
  const stranded = strandedThreads(state, cycles);
  return stranded.length > 0 && state.at - stillSince(state) >= settled ? strandedText(state, stranded) : undefined;
}

/** The recipes of a name that was mistyped, then those that have a part of it in common; where there are none, all. */
function similar(typed: string, catalog: readonly CatalogEntry[]): string {
  const ids = catalog.map(({ id }) => id);
  const inPart = ids.filter((id) => (typed !== '' && id.includes(typed)) || typed.split(/\W+/).some((word) => word.length > 3 && id.includes(word)));
  const near = [...new Set([...similarNames(typed, ids), ...inPart])];
  return near.length > 0 ? l10n.t(' Did you mean {0}?', near.join(', ')) : l10n.t(' The recipes are {0}.', ids.join(', '));
}
