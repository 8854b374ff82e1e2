// What a page of the editor area and the client say to each other. Types only; each page adds its own.
import type { CatalogEntry, DeadlockReport, PageId, PageUpdates, RunPageId, Site } from '../server/protocol.js';

/** What a page says, by name, in the user's language; `{0}` is a place for a value. */
export type Texts = Record<string, string>;

/** What a page needs to come back after the window was loaded anew. `view` is the page's own. */
export interface PageState {
  run: number;
  recipe: string;
  title: string;
  view?: unknown;
  /** Of a recording: where its scrubber stands, in milliseconds since it begins. Undefined is its end. */
  moment?: number | undefined;
  /** The name of the file in which the client has kept the recording of the run, which is over. */
  kept?: string;
}

export type ToPage<P extends PageId> =
  /** The first message, the answer to `ready`. */
  | { kind: 'open'; texts: Texts; locale: string; state: PageState; lessons: readonly Lesson[] }
  | { kind: 'update'; update: PageUpdates[P] }
  /** The bytes of a file that the page shows in place of a run; `run` of the state is 0. */
  | { kind: 'file'; bytes: Uint8Array }
  /** Show that moment of the recording, now or when it is there. */
  | { kind: 'moment'; ms: number }
  /** Bring what is at one of these places into sight. */
  | { kind: 'reveal'; sites: Site[] }
  /** The run is over and its recording is kept in that file, for when the window is loaded anew. */
  | { kind: 'kept'; name: string }
  /** There is nothing to show; the text says why. `again`: what a button says that runs the recipe again. */
  | { kind: 'gone'; text: string; again?: string };

/** A recipe that tells more of what a report is about. */
export type Lesson = Pick<CatalogEntry, 'id' | 'title' | 'twinOf'>;

export type FromPage =
  /** The page's program runs: it wants to know what to show. */
  | { kind: 'ready' }
  | { kind: 'open-site'; site: Site }
  /** Show the source of another recipe, or the page on a lint rule. */
  | { kind: 'open-recipe'; recipe: string }
  | { kind: 'open-rule'; rule: string }
  /** Another page of the same run or recording, at that moment where this one shows one. */
  | { kind: 'open-page'; page: RunPageId; moment?: number }
  /** Into a file. */
  | { kind: 'save-report'; report: DeadlockReport }
  /** Run a command of ours for this run. */
  | { kind: 'command'; command: `threadbook.${string}` }
  /** A bug of the page, for the log. */
  | { kind: 'failed'; problem: string };
