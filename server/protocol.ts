// The custom requests and notifications between server and client: the one place. Types and method names only, so that both sides may import it.
import type { CatalogRecipe } from '../recipes/host/messages.js';
import type { RecordingInfo } from './model/recording/recording.js';
import type { DeadlockUpdate } from './protocol/deadlock.js';
import type { LockOrderPicture } from './protocol/lock-order.js';
import type { RunId, Site } from './protocol/site.js';
import type { RunUsage } from './protocol/usage.js';
import type { WaitPicture } from './protocol/wait-picture.js';

export type { Expectation, ParameterSpec, ParameterSpecs } from '../recipes/recipe.js';
export type * from './protocol/deadlock.js';
export type * from './protocol/lock-order.js';
export type * from './protocol/site.js';
export type * from './protocol/usage.js';
export type * from './protocol/live-places.js';
export type * from './protocol/wait-picture.js';

/**
 * `error` is set where the recipe could not be loaded: its row shows it and it cannot run. `unread`: a file of the user that has not been read to its end yet,
 * so that nothing but its name is known; it can be run. `where`: the end of its path, where another one has the same title.
 */
export type CatalogEntry = Omit<CatalogRecipe, 'source' | 'line'> & { source: Site; unread?: true; where?: string };

/** The user's own recipes: all of their files (absolute paths) that are to be shown, and how many there are besides. */
export interface OwnRecipeFiles {
  files: string[];
  leftOut: number;
}

export type ViewId = 'recipes' | 'threads' | 'daemons' | 'lockOrder';

/** A line of a tree view, decided by the server. A view maps it to a TreeItem and knows nothing else. */
export interface Row {
  /** Stable as long as the thing lives. */
  id: string;
  parent?: string;
  /** Siblings are sorted by this, then by id. */
  order: number;
  label: string;
  description?: string;
  /** Markdown. */
  tooltip?: string;
  /** A codicon's name and a theme colour's id. */
  icon: string;
  color?: string;
  /** For `when` clauses: a space-separated list of words, such as `run active`. */
  context: string;
  /** What a screen reader says. */
  spoken: string;
  expanded: boolean;
  /** Opened by a click. */
  site?: Site;
  /** What commands on this row act upon. */
  subject?: { rule?: string; run?: RunId; recipe?: string; parameters?: Record<string, string> };
}

/** All rows of one view. `version` counts the patches that went into it. */
export interface RowsSnapshot {
  view: ViewId;
  version: number;
  rows: Row[];
  /** What the view's badge shows: the number of warnings, 0 for none. */
  warnings: number;
}

/** Takes rows from `version - 1` to `version`; a client that is not at `version - 1` asks for a snapshot. */
export interface RowsPatch {
  view: ViewId;
  version: number;
  changed: Row[];
  removed: string[];
  warnings: number;
}

export type Outcome =
  | { kind: 'completed' }
  | { kind: 'raised'; message: string; stack: string }
  | { kind: 'exited'; code: number }
  | { kind: 'crashed'; signal: string; message: string }
  | { kind: 'out-of-memory'; message: string }
  | { kind: 'timed-out'; seconds: number }
  /** Stopped because its threads wait for each other and nobody can go on. */
  | { kind: 'deadlocked'; cycle: string }
  | { kind: 'stopped'; by: 'request' | 'SIGTERM' | 'SIGKILL' };

export interface RunStarted {
  run: RunId;
  recipe: string;
  title: string;
  /** It wants what the user types. */
  readsInput: boolean;
}

export interface RunEnded extends RunStarted {
  outcome: Outcome;
  /** One sentence for people. */
  summary: string;
  /** What else is to be said: what it left behind, locks that were taken in opposite orders. A sentence each. */
  remarks: string[];
  /** Whether the recipe ended as it says it should. */
  asExpected: boolean;
  seconds: number;
}

/** A piece of what a run printed; `text` may hold several lines or part of one. */
export interface OutputChunk {
  thread: string;
  text: string;
}

export interface RunOutput {
  run: RunId;
  chunks: OutputChunk[];
}

/** What the server feeds the pages of the editor area with: a page's id, and what its updates hold. The first update after `watchRun` is the whole, those that follow add to it. */
export interface PageUpdates {
  timeline: TimelineUpdate;
  graph: WaitPicture;
  deadlock: DeadlockUpdate;
  usage: RunUsage;
  'lock-order': LockOrderPicture;
}

export type PageId = keyof PageUpdates;

/** The pages that are about a run, or its recording. */
export type RunPageId = Exclude<PageId, 'lock-order'>;

export type TimelineUpdate =
  /** The whole recording so far, as its file (server/model/recording/file.ts) in base64; its last row is row `upTo` of the run. */
  | { kind: 'whole'; file: string; upTo: number }
  /** Rows that follow (server/model/recording/packed.ts, base64), and what is new in its description. */
  | ({ kind: 'more'; rows: string; upTo: number } & RecordingProgress);

/** What of a recording's description changes while its run goes on; of the lists only what is new. */
export type RecordingProgress = Pick<RecordingInfo, 'at' | 'outcome' | 'dropped' | 'cost' | 'threads' | 'resources' | 'stacks'>;

/** Paths are absolute. */
export interface SaveRecording {
  run: RunId;
  to: string;
}

export interface ExportTrace {
  of: { run: RunId } | { file: string };
  to: string;
}

/** A page of a run is in sight, or no longer. */
export interface WatchRun {
  /** 0 for a page that is not about a run. */
  run: RunId;
  page: PageId;
}

/** At most ten a second for each page. */
export type PageUpdate = { [P in PageId]: { run: RunId; page: P; update: PageUpdates[P] } }[PageId];

/** Something the user must act upon; shown once, never logged as a bug. */
export interface Refusal {
  message: string;
}

export const methods = {
  /** client -> server, () => CatalogEntry[] */
  catalog: 'threadbook/catalog',
  /** client -> server, CheckParameter => string | null: what is wrong with the text, null where it is fine */
  checkParameter: 'threadbook/checkParameter',
  /** client -> server, StartRun => RunStarted | Refusal */
  startRun: 'threadbook/startRun',
  /** client -> server, RunInput => null, answers when there is room for more */
  runInput: 'threadbook/runInput',
  /** client -> server, { run } => null, answers when the run has ended */
  stopRun: 'threadbook/stopRun',
  /** client -> server, TestRecipe => RecipeTested | Refusal; cancelling the request stops the run, and the answer still comes */
  testRecipe: 'threadbook/testRecipe',
  /** client -> server, () => null: forget the runs that have ended */
  clearRuns: 'threadbook/clearRuns',
  /** client -> server, { run } => DeadlockReport | null: as it is now; null where no threads wait for each other */
  deadlockReport: 'threadbook/deadlockReport',
  /** client -> server, { shown }: whether `livePlaces` are wanted; nobody wants them at first */
  showLivePlaces: 'threadbook/showLivePlaces',
  /** server -> client, LivePlaces: all of them, whenever they have changed; none once no run goes on */
  livePlaces: 'threadbook/livePlaces',
  /** client -> server, { view } => RowsSnapshot */
  rows: 'threadbook/rows',
  /** client -> server, WatchRun => null | Refusal: a page of the run came into sight; its first update follows */
  watchRun: 'threadbook/watchRun',
  /** client -> server, WatchRun: it is no longer in sight */
  unwatchRun: 'threadbook/unwatchRun',
  /** client -> server, SaveRecording => null | Refusal */
  saveRecording: 'threadbook/saveRecording',
  /** client -> server, ExportTrace => null | Refusal */
  exportTrace: 'threadbook/exportTrace',
  /** client -> server, { trusted } : workspace trust was granted */
  trust: 'threadbook/trust',
  /** client -> server, OwnRecipeFiles : the `*.recipe.ts` and `*.recipe.js` of a trusted workspace, again when one has changed */
  ownRecipes: 'threadbook/ownRecipes',
  /** server -> client, RowsPatch */
  rowsPatch: 'threadbook/rowsPatch',
  /** server -> client, PageUpdate */
  pageUpdate: 'threadbook/pageUpdate',
  /** server -> client, RunStarted */
  runStarted: 'threadbook/runStarted',
  /** server -> client, RunOutput */
  runOutput: 'threadbook/runOutput',
  /** server -> client, { run, text }: a warning about a run that has just come up, such as a wait cycle */
  runWarning: 'threadbook/runWarning',
  /** server -> client, RunEnded */
  runEnded: 'threadbook/runEnded',
} as const;

export interface CheckParameter {
  recipe: string;
  name: string;
  text: string;
}

export interface StartRun {
  recipe: string;
  /** Texts by name; a missing one takes its default. */
  parameters: Record<string, string>;
}

/** What the user types into the terminal of a run that reads input. */
export interface RunInput {
  run: RunId;
  lines: string[];
  /** Nothing will follow. */
  end: boolean;
}

export interface TestRecipe {
  recipe: string;
}

/** A run of a recipe with the parameters of its transcript, compared with what the recipe says of itself. */
export interface RecipeTested {
  /** One sentence for people on how it ended. */
  summary: string;
  /** What was not as the recipe says, its end first, then what it printed; a sentence each. None: the test has passed. */
  differences: string[];
  output: OutputChunk[];
  seconds: number;
  /** Somebody did not want to wait: the differences say nothing. */
  cancelled: boolean;
}

export interface RunWarning {
  run: RunId;
  text: string;
}

/** What the client gives the server at `initialize`. */
export interface InitializationOptions {
  trusted: boolean;
  /** What the server says to people, in the user's language, by the English words. */
  texts?: Record<string, string>;
  /** A folder of this workspace's own, in which the server may keep things; it may not exist yet. */
  storage?: string;
}
