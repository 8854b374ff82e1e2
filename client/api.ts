// What other extensions get from `activate`. Versioned: a change that breaks a caller raises `version`; additions do not.
// Types only, and nothing imported but `vscode`: this file is packed as dist/api.d.ts. client/extension.ts makes the object, and does not compile where the
// protocol has moved away from what is promised here. How to use it: docs/api.md.
import type { Event } from 'vscode';

export type RunId = number;
export type ViewId = 'recipes' | 'threads' | 'daemons' | 'lockOrder';

/** Line and column from 1. `file` is an absolute path. */
export interface Site {
  file: string;
  line: number;
  column: number;
}

export interface CatalogEntry {
  id: string;
  /** The section of the chapter that it belongs to, such as `12.3`. */
  section: string;
  title: string;
  source: Site;
  /** Why it cannot be run; missing where it can. */
  error?: string;
}

/** A row of one of the views. */
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
  /** A codicon's name. */
  icon: string;
  /** What it is: a space-separated list of words, such as `run active`. */
  context: string;
  /** What a screen reader says. */
  spoken: string;
  /** Where a click on it leads. */
  site?: Site;
  /** What commands on this row act upon. */
  subject?: { rule?: string; run?: RunId; recipe?: string; parameters?: Record<string, string> };
}

export interface RunStarted {
  run: RunId;
  recipe: string;
  title: string;
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

export interface RunEnded extends RunStarted {
  outcome: Outcome;
  /** One sentence for people, in their language. */
  summary: string;
  /** What else is to be said: what it left behind, locks that were taken in opposite orders. A sentence each. */
  remarks: string[];
  /** Whether the recipe ended as it says it should. */
  asExpected: boolean;
  seconds: number;
}

export interface ThreadbookApi {
  readonly version: 1;
  /** The recipes that can be run. Starts the server where it is not running; rejects where it cannot start. */
  recipes(): Promise<CatalogEntry[]>;
  /** The rows of a view as last heard from the server, parents before children, siblings in their order. Empty until the server runs. */
  rows(view: ViewId): Row[];
  /** Fires after the rows of the named view have changed. */
  readonly onDidChangeRows: Event<ViewId>;
  /**
   * Starts a run; parameters that are not given take their defaults. Resolves once the run has started, not when it has ended.
   * Rejects with a sentence for people where the run is refused: unknown recipe, bad parameter, workspace not trusted.
   */
  runRecipe(recipe: string, parameters?: Record<string, string>): Promise<RunStarted>;
  /** Resolves when the run has ended, at the latest some seconds later. A run that has ended already is no error. */
  stopRun(run: RunId): Promise<void>;
  readonly onDidStartRun: Event<RunStarted>;
  readonly onDidEndRun: Event<RunEnded>;
}
