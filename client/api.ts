// What other extensions get from `activate`. Versioned: a change that breaks a caller raises `version`; additions do not.
// Types only; client/extension.ts makes the object.
import type { Event } from 'vscode';
import type { CatalogEntry, Row, RunEnded, RunId, RunStarted, ViewId } from '../server/protocol.js';

export type { CatalogEntry, Row, RunEnded, RunId, RunStarted, ViewId } from '../server/protocol.js';

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
