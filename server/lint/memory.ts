// Answers that are kept for each file until the file or something that it uses changes, and that do not depend on who asks first.
// Knows nothing of what the questions are about.
import type { FileNode } from './program.js';

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** Answers from memory, else by `compute`. `compute` may ask for the same key again and then gets the provisional answer. */
export type Recall<K, V> = (file: FileNode, key: K, compute: () => V) => V;

export interface Memory {
  /** All tables of one memory share one notion of what is being worked out. Keys that are objects want a WeakMap. */
  table<K, V extends object>(provisional: (key: K) => V, store: () => Store<K, V>): Recall<K, V>;
  forget(file: FileNode): void;
}

/**
 * A question that leads back to itself is answered provisionally there. What was worked out with such an answer is a guess: it counts while the
 * outer question is open and is worked out anew afterwards, because a kept guess would make answers depend on the order of the questions.
 */
export function createMemory(): Memory {
  const forgetters: ((file: FileNode) => void)[] = [];
  /** Undo the guesses made so far, innermost last. */
  const trail: (() => void)[] = [];
  let depth = 0;
  /** The outermost open question whose provisional answer was used. */
  let lowest = Infinity;

  return {
    forget: (file) => forgetters.forEach((forget) => forget(file)),
    table<K, V extends object>(provisional: (key: K) => V, store: () => Store<K, V>): Recall<K, V> {
      const final = new WeakMap<FileNode, Store<K, V>>();
      const open = new Map<K, number>();
      const guesses = new Map<K, { value: V; lowest: number }>();
      forgetters.push((file) => final.delete(file));
      return (file, key, compute) => {
        let kept = final.get(file);
        const done = kept?.get(key);
        if (done !== undefined) return done;
        const running = open.get(key);
        if (running !== undefined) {
          lowest = Math.min(lowest, running);
          return provisional(key);
        }
        const guess = guesses.get(key);
        if (guess) {
          lowest = Math.min(lowest, guess.lowest);
          return guess.value;
        }
        const level = depth++;
        const outer = lowest;
        const before = trail.length;
        open.set(key, level);
        lowest = Infinity;
        try {
          const value = compute();
          if (lowest < level) {
            guesses.set(key, { value, lowest });
            trail.push(() => guesses.delete(key));
          } else {
            while (trail.length > before) trail.pop()?.();
            kept = final.get(file);
            if (!kept) final.set(file, (kept = store()));
            kept.set(key, value);
          }
          lowest = Math.min(outer, lowest < level ? lowest : Infinity);
          return value;
        } finally {
          depth--;
          open.delete(key);
        }
      };
    },
  };
}
