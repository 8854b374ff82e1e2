// What the host (the child process of a run) and the server say to each other. Types only; the host owns the words.
import type { Expectation, ParameterSpecs, ParameterValues, Transcript } from '../recipe.js';
import type { HistoryEvent, LockOrder, ResourceId, ResourceSnapshot, ThreadEnding, ThreadId, ThreadSnapshot } from '../threading/vocabulary.js';

export type { Frame, HistoryEvent, LockOrder, Operation, ResourceId, ResourceSnapshot, Stack, ThreadEnding, ThreadId, ThreadSnapshot, ThreadState } from '../threading/vocabulary.js';
export type { Expectation, ParameterSpec, ParameterSpecs, ParameterValues, Transcript } from '../recipe.js';

export type ToHost =
  /** Answered by `catalog`, after which the host exits. With `own` it describes that file of the user and nothing else. */
  | { kind: 'catalog'; own?: string }
  /** `memoryLimit` (MB) counts the whole process; what is printed beyond `outputLimit` (bytes, 0 for none) is counted and thrown away. */
  | { kind: 'run'; recipe: string; parameters: ParameterValues<ParameterSpecs>; readsInput: boolean; memoryLimit: number; outputLimit: number }
  /** Lines for a recipe that reads input, in any number; answered by `input-taken` when there is room for more. `end`: there will be none. */
  | { kind: 'input'; lines: string[]; end: boolean }
  /** Gives back credit for output that has reached its reader. */
  | { kind: 'output-taken'; bytes: number }
  /** The polite stop: raises Interrupted in the main thread's blocking call. */
  | { kind: 'interrupt' };

export interface CatalogRecipe {
  id: string;
  section: string;
  sectionTitle: string;
  title: string;
  story: string;
  doc: string;
  twinOf?: string;
  parameters: ParameterSpecs;
  expects: Expectation;
  /** Its main function wants what the user types. */
  readsInput: boolean;
  /** Missing where the recipe could not be loaded. */
  transcript?: Transcript;
  source: string;
  line: number;
  /** Why it cannot be loaded. With `errorValues` it is a sentence with places `{0}` for them, so that the server can say it in the user's language. */
  error?: string;
  errorValues?: string[];
}

export type FromHost =
  | { kind: 'ready' }
  | { kind: 'catalog'; recipes: CatalogRecipe[] }
  | StateChange
  /** `dropped` counts the events lost since the run began. */
  | { kind: 'history'; events: HistoryEvent[]; dropped: number }
  /** The reader answers with `output-taken` for `bytes`; the host sends only so much ahead and lets the printing threads wait. */
  | { kind: 'output'; chunks: { thread: string; text: string }[]; bytes: number }
  /** So many messages of input were taken. */
  | { kind: 'input-taken'; messages: number }
  /** The process went over `memoryLimit` and ends itself. */
  | { kind: 'memory-limit'; megabytes: number }
  /** The main thread has ended, and so has every thread that is not a daemon. The host exits after this. */
  | { kind: 'ended'; ending: ThreadEnding };

/** One sample, as the difference to the sample before; also sent without changes, so that `at` goes on. */
export interface StateChange {
  kind: 'state';
  at: number;
  /** Of one core, 0 to 1: what the host's own thread needs to watch the others, over the last second. Absent until that is known. */
  busy?: number;
  threads: ThreadSnapshot[];
  resources: ResourceSnapshot[];
  goneThreads: ThreadId[];
  goneResources: ResourceId[];
  /** Every thread was asleep without a time limit: none can wake another, and nobody else will. Missing where that is not so. */
  still?: true;
  /** Orders of locks seen for the first time, or whose stack has become known; missing where there are none. */
  orders?: LockOrder[];
  /** Orders that were not kept since the run began; missing where there are none. */
  ordersDropped?: number;
}
