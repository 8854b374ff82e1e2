// The lint with a memory that outlives it: where nothing is different from when findings were kept, it answers from them and reads no facts at all.
// It never answers otherwise than the engine alone. Opens no file but through the cache.
import { randomUUID } from 'node:crypto';
import type { CheckOptions, Engine } from '../lint/engine.js';
import type { DeclaredOrder } from '../lint/conclusions/declared-order.js';
import type { FileFacts } from '../lint/facts/facts.js';
import type { Wrapper } from '../lint/program/wrappers.js';
import { printOf, type Findings, type LintCache } from './lint-cache.js';

export interface LoadOptions {
  signal?: AbortSignal;
  /** Awaited after each file, with how many are done of how many. */
  pause(done: number, total: number): Promise<void>;
}

export interface KeptLint extends Engine {
  /** A file whose facts are not wanted before `load`; `print` is that of its text, which `read` gives where it is needed after all. */
  offer(path: string, print: string, read: () => string): void;
  /** Whether the findings in exactly these files have been kept: then they are known without reading anything. */
  isKnown(): boolean;
  /** Offered files whose facts have not been kept: who can make them faster gives them. */
  missing(): string[];
  /** Facts made of a text of that print, for `load`. Without a print they are not kept. */
  give(facts: FileFacts, print?: string): void;
  /** Takes in all files that were offered or given, in that order. Throws the signal's reason when it is aborted; may be called again. */
  load(options: LoadOptions): Promise<void>;
  /** What was offered and not taken in is not wanted. */
  withdraw(): void;
  /**
   * Like `prepare`, for what is asked of the program itself: `known`, `orders`, `facts`. All files have been offered by now; afterwards nothing is
   * answered from what was kept.
   */
  prepareAll(options: CheckOptions): Promise<void>;
  /** Files of which nothing is known. */
  leftOut(): Findings['leftOut'];
  /** Keeps what is known now, for the next start. `pause` is awaited after each file. */
  keep(pause: () => Promise<void>): Promise<void>;
}

export function keepLint(engine: Engine, cache: LintCache): KeptLint {
  /** By path, what the facts go by. */
  const keys = new Map<string, string>();
  /** Not taken in yet. */
  const offered = new Map<string, () => string | FileFacts>();
  /** Extracted and not kept yet. An edit moves facts in place: from then on they are not what an extraction gives. */
  const unkept = new Set<string>();
  let wrappers: readonly Wrapper[] = [];
  let order: readonly DeclaredOrder[] = [];
  /** Whether the engine has got to know everything: from then on it answers alone. */
  let settled = false;
  /** Whether anything was answered from what was kept: then nobody gets less before everything has been taken in. */
  let answered = false;
  let recalled: { findings: Findings | undefined } | undefined;
  let keptAs = '';

  const keyOfAll = (): string => cache.keyOfAll(keys, JSON.stringify([wrappers, order]));

  /** What was kept of exactly this state. */
  function answer(): Findings | undefined {
    if (settled || keys.size === 0) return undefined;
    if (!recalled) {
      const key = keyOfAll();
      recalled = { findings: cache.findings(key) };
      if (recalled.findings) {
        answered = true;
        keptAs = key;
      }
    }
    return recalled.findings;
  }

  function note(path: string, key: string): void {
    if (keys.get(path) === key) return;
    keys.set(path, key);
    recalled = undefined;
  }

  function takeIn(path: string, content: () => string | FileFacts): void {
    offered.delete(path);
    const key = keys.get(path);
    // Of a file that is known, the engine needs no more than what the edit has touched.
    const kept = key !== undefined && !engine.has(path) && cache.has(key) ? cache.facts(key, path) : undefined;
    const given = kept ?? content();
    // It may have changed since it was offered.
    if (typeof given === 'string') note(path, cache.keyOf(path, printOf(given)));
    if (kept || engine.has(path)) unkept.delete(path);
    else unkept.add(path);
    if (typeof given === 'string') engine.update(path, given);
    else engine.add(given);
  }

  /** For what is asked next; those who wait have prepared it, and there is nothing left to take in. */
  function whole(): Engine {
    for (const [path, content] of offered) takeIn(path, content);
    return engine;
  }

  const current = (): Engine => (answered ? whole() : engine);

  async function load({ signal, pause }: LoadOptions): Promise<void> {
    const total = offered.size;
    for (let [next] = offered; next; [next] = offered) {
      takeIn(...next);
      await pause(total - offered.size, total);
      signal?.throwIfAborted();
    }
  }

  function remove(path: string): void {
    if (keys.delete(path)) recalled = undefined;
    offered.delete(path);
    unkept.delete(path);
    engine.remove(path);
  }

  const leftOut = (): Findings['leftOut'] => engine.paths().flatMap((path) => {
    const why = engine.facts(path)?.leftOut;
    return why ? [{ path, why }] : [];
  });

  return {
    ...engine,
    offer(path, print, read) {
      const key = cache.keyOf(path, print);
      if (keys.get(path) === key) return;
      note(path, key);
      offered.set(path, read);
    },
    isKnown: () => answer() !== undefined,
    missing: () => [...offered.keys()].filter((path) => !cache.has(keys.get(path) ?? '')),
    give(facts, print = randomUUID()) {
      note(facts.path, cache.keyOf(facts.path, print));
      offered.set(facts.path, () => facts);
    },
    load,
    withdraw() {
      for (const path of [...offered.keys()]) remove(path);
    },
    update(path, text, facts) {
      if (!engine.accepts(path)) return;
      const key = cache.keyOf(path, printOf(text));
      if (keys.get(path) === key) return;
      note(path, key);
      takeIn(path, () => facts ?? text);
    },
    add(facts) {
      note(facts.path, randomUUID());
      offered.delete(facts.path);
      unkept.delete(facts.path);
      engine.add(facts);
    },
    remove,
    declareOrder(declared) {
      order = declared;
      recalled = undefined;
      engine.declareOrder(declared);
    },
    useWrappers(said) {
      wrappers = said;
      recalled = undefined;
      engine.useWrappers(said);
    },
    has: (path) => keys.has(path),
    paths: () => [...keys.keys()],
    check: (path, signal) => answer()?.findings.filter(({ site }) => site.file === path) ?? current().check(path, signal),
    checkAll: (signal) => answer()?.findings.slice() ?? current().checkAll(signal),
    unused: (path, signal) => answer()?.unused.filter(({ site }) => site.file === path) ?? current().unused(path, signal),
    unknownLocks: (signal) => answer()?.unknown ?? current().unknownLocks(signal),
    async prepare(options) {
      if (answer()) return;
      if (answered) await load(options);
      await engine.prepare(options);
    },
    async prepareAll(options) {
      await load(options);
      await engine.prepare(options);
      settled ||= offered.size === 0;
    },
    orders: (signal) => whole().orders(signal),
    known: (signal) => whole().known(signal),
    facts: (path) => whole().facts(path),
    leftOut: () => answer()?.leftOut ?? leftOut(),
    async keep(pause) {
      for (const path of [...unkept]) {
        const key = keys.get(path);
        const facts = engine.facts(path);
        // It may have been edited while the ones before it were written.
        if (unkept.delete(path) && key !== undefined && facts) cache.keepFacts(key, facts);
        await pause();
      }
      const key = keyOfAll();
      if (!settled || offered.size > 0 || key === keptAs) return;
      keptAs = key;
      cache.keepFindings(key, { findings: engine.checkAll(), unused: engine.paths().flatMap((path) => engine.unused(path)), unknown: engine.unknownLocks(), leftOut: leftOut() });
      cache.trim();
    },
  };
}
