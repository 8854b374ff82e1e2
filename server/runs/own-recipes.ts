// The recipes of the user's workspace, each described by a process of its own. One that does not come to an end holds up nobody else.
import { l10n } from '../l10n.js';
import type { CatalogEntry } from '../protocol.js';
import { loadOwnRecipe, unreadable } from './catalog.js';

/** Processes that read a recipe at the same time, not counting those that take longer than they should. */
const atOnce = 2;
const slowMs = 1_500;
/** The list waits so long for a file that is being read; then it has a row that says so, until the file has been read. */
const patienceMs = 3_000;

export interface OwnRecipes {
  /** Reads these files (absolute paths), and stops reading those before. `late`: called when one has been read after the list was given without it. */
  set(files: readonly string[], late: () => void): void;
  has(file: string): boolean;
  /** In the order of the files. Answers at the latest after `patienceMs`. */
  list(): Promise<CatalogEntry[]>;
}

export function createOwnRecipes(hostPath: string): OwnRecipes {
  let files: readonly string[] = [];
  let found = new Map<string, CatalogEntry>();
  let settled: Promise<void> = Promise.resolve();
  let reading = new AbortController();

  return {
    set(now, late) {
      reading.abort();
      const { signal } = (reading = new AbortController());
      const read = new Map<string, CatalogEntry>();
      files = now;
      found = read;
      const rest = [...now];
      let given = false;
      const readOn = async (): Promise<void> => {
        for (let file = rest.shift(); file !== undefined && !signal.aborted; file = rest.shift()) {
          const described = loadOwnRecipe(hostPath, file, signal).then((entry) => {
            if (signal.aborted) return;
            read.set(file, entry);
            if (given) late();
          });
          all.push(described);
          await atMost(slowMs, described);
        }
      };
      const all: Promise<unknown>[] = [];
      const readers = Promise.all(Array.from({ length: atOnce }, readOn)).then(() => Promise.all(all));
      settled = atMost(patienceMs, readers);
      void settled.then(() => (given = true));
    },
    has: (file) => files.includes(file),
    async list() {
      for (let waited: typeof settled | undefined; waited !== settled; ) await (waited = settled); // Files may be set anew meanwhile.
      return files.map((file) => found.get(file) ?? unreadable(file, l10n.t('It is still being read.')));
    },
  };
}

/** Settles with the promise, or after so many milliseconds. */
function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
