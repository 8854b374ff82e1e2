// The recipes of the user's workspace, each described by a process of its own. One that does not come to an end holds up nobody else, and one that has
// not changed is not read again.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CatalogEntry } from '../protocol.js';
import { loadOwnRecipe, notYetRead } from './catalog.js';
import { tellApart } from './tell-apart.js';

/** Processes that read a recipe at the same time, not counting those that take longer than they should. */
const atOnce = 2;
const slowMs = 1_500;
/** The list waits so long for files that are being read; then each has a row that says so, until it has been read. */
const patienceMs = 3_000;

export interface OwnRecipes {
  /**
   * These files (absolute paths) are the recipes from now on; what has changed in them is read. `late`: called when a file says something else than the list
   * that was given.
   */
  set(files: readonly string[], late: () => void): void;
  has(file: string): boolean;
  /** What the file says now, changed or not. */
  read(file: string): Promise<CatalogEntry>;
  /** In the order of the files. Answers at the latest after `patienceMs`. */
  list(): Promise<CatalogEntry[]>;
}

interface Known {
  /** Of the text that was read. */
  hash: string;
  /** What it said last; kept while it is read again. */
  entry: CatalogEntry | undefined;
  /** Undefined where nobody reads it. */
  reading: { done: Promise<void>; stop: AbortController } | undefined;
  slow: boolean;
}

/** `load`: describes one file; `signal` ends its process. */
export function createOwnRecipes(hostPath: string, load: typeof loadOwnRecipe = loadOwnRecipe): OwnRecipes {
  let files: readonly string[] = [];
  const known = new Map<string, Known>();
  let round = 0;
  let settled: Promise<void> = Promise.resolve();
  let given = false;
  let tell = (): void => {};

  function put(file: Known, entry: CatalogEntry): void {
    const same = JSON.stringify(file.entry) === JSON.stringify(entry);
    file.entry = entry;
    if (given && !same) tell();
  }

  function describe(file: string, hash: string): Promise<void> {
    const before = known.get(file);
    before?.reading?.stop.abort();
    const stop = new AbortController();
    const it: Known = { hash, entry: before?.entry, reading: undefined, slow: false };
    const began = performance.now();
    const done = load(hostPath, file, stop.signal).then((entry) => {
      if (stop.signal.aborted) return;
      it.reading = undefined;
      it.slow = performance.now() - began > slowMs;
      put(it, entry);
    });
    it.reading = { done, stop };
    known.set(file, it);
    return done;
  }

  return {
    set(now, late) {
      const mine = ++round;
      files = now;
      tell = late;
      given = false;
      const listed = new Set(now);
      for (const [file, { reading }] of known) {
        if (listed.has(file)) continue;
        reading?.stop.abort();
        known.delete(file);
      }
      const all: Promise<void>[] = [];
      /** They were wrong before: what was missing may be there now. Not waited for, as they have rows already. */
      const wrong: string[] = [];

      const look = async (file: string): Promise<void> => {
        const hash = await hashOf(file);
        if (mine !== round) return;
        const before = known.get(file);
        if (before?.hash !== hash) return describe(file, hash);
        if (before.reading) return before.reading.done;
        if (before.entry?.error !== undefined && !before.slow) wrong.push(file);
      };
      const readOn = async (rest: string[], how: (file: string) => Promise<void>): Promise<void> => {
        for (let file = rest.shift(); file !== undefined && mine === round; file = rest.shift()) {
          const read = how(file);
          all.push(read);
          await atMost(slowMs, read);
        }
      };
      const rest = [...now];
      const changed = Promise.all(Array.from({ length: atOnce }, () => readOn(rest, look)));
      settled = atMost(patienceMs, changed.then(() => Promise.all(all)));
      void settled.then(() => {
        if (mine === round) given = true;
      });
      void changed.then(() => readOn(wrong, (file) => describe(file, known.get(file)?.hash ?? '')));
    },
    has: (file) => files.includes(file),
    async read(file) {
      const hash = await hashOf(file);
      const entry = await load(hostPath, file);
      const it = known.get(file);
      if (it?.hash === hash && !it.reading) put(it, entry); // What it imports may have changed.
      return entry;
    },
    async list() {
      for (let waited: typeof settled | undefined; waited !== settled; ) await (waited = settled); // Files may be set anew meanwhile.
      return tellApart(files.map((file) => known.get(file)?.entry ?? notYetRead(file)));
    },
  };
}

async function hashOf(file: string): Promise<string> {
  const text = await readFile(file).catch(() => undefined); // Deleted since it was listed, which reading it will tell.
  return text === undefined ? '' : createHash('sha1').update(text).digest('hex');
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
