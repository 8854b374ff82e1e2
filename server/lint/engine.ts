// The whole lint: keeps the facts of every file it was given, and answers with findings. Opens no file and knows no editor. After an edit only
// the files that the edit can matter to are looked at again.
import { nothing } from './walk/behaviour.js';
import { createConclusions } from './conclusions/conclusion.js';
import { createCalls } from './walk/effects.js';
import { unknownLocks, type DeclaredOrder } from './conclusions/declared-order.js';
import { extractFacts, extractWhole, languageOf } from './extract.js';
import type { FileFacts } from './facts/facts.js';
import { compareFindings, fixedFinding, type Finding, type Site } from './facts/finding.js';
import { createFlow } from './walk/flow.js';
import type { Language } from './languages/language.js';
import { createLocks } from './values/locks.js';
import { createMemory, type Question } from './kept/memory.js';
import { orderGraph, type OrderGraph } from './conclusions/order-graph.js';
import { createProgram, type FileNode, type FunctionNode } from './program/program.js';
import { createFileNode, renewFileNode } from './program/renew.js';
import { rules as allRules } from './rules/index.js';
import type { Known, Rule } from './rules/rule.js';
import { silences, unusedSilences } from './unused-silences.js';
import { createTypes } from './values/value-types.js';
import { createRelevance, indifferent, sameWalked, walkFunction, type Walked } from './walk/walked.js';
import type { Wrapper } from './program/wrappers.js';

export interface EngineOptions {
  languages: readonly Language[];
  /** Every rule where it is missing. */
  rules?: readonly Rule[];
  /** No file changes once something has been asked, which is then answered in less time and memory. */
  once?: boolean;
}

export interface CheckOptions {
  /** Aborts with the signal's reason. */
  signal?: AbortSignal;
  /** Awaited after each function, so that others get their turn, with how many are done of how many as far as is known; files may be updated meanwhile. */
  pause: (done: number, total: number) => Promise<void>;
}

export interface Engine {
  /** Whether a file of that name is looked at. */
  accepts(path: string): boolean;
  /** The text of a file, new or changed; its facts where they are known already. Paths use `/` and are compared as they are. */
  update(path: string, text: string, facts?: FileFacts): void;
  /** What the text says, without taking note of it. */
  extract(path: string, text: string): FileFacts | undefined;
  /** The same of a text without errors; nothing of one that is broken. */
  extractWhole(path: string, text: string): FileFacts | undefined;
  /** The same with facts that another engine has extracted. */
  add(facts: FileFacts): void;
  remove(path: string): void;
  /** The order of locks that the project wants, instead of the one that was told before. */
  declareOrder(declared: readonly DeclaredOrder[]): void;
  /** What the project says of its own code, instead of what was told before. Something new makes everything be looked at again. */
  useWrappers(wrappers: readonly Wrapper[]): void;
  has(path: string): boolean;
  paths(): string[];
  /** Findings whose site is in the file. Throws the signal's reason when it is aborted. */
  check(path: string, signal?: AbortSignal): Finding[];
  /** All findings, sorted by place. */
  checkAll(signal?: AbortSignal): Finding[];
  /** Brings everything up to date bit by bit; what is asked right afterwards answers at once. */
  prepare(options: CheckOptions): Promise<void>;
  /** Which lock is taken under which, over all files. */
  orders(signal?: AbortSignal): OrderGraph;
  /** Comments of the file that silence nothing, as hints. */
  unused(path: string, signal?: AbortSignal): Finding[];
  /** Names in the declared order that no lock that is taken goes by. */
  unknownLocks(signal?: AbortSignal): { name: string; site: Site }[];
  /** All that is known about the program, for questions of an editor. */
  known(signal?: AbortSignal): Known;
  facts(path: string): FileFacts | undefined;
  /** How many functions have been walked since the engine was made: what an edit costs. */
  walks(): number;
}

/** Values that lead to each other in circles may come out differently by turns, for ever: then what came out last counts. */
const mostTurns = 16;

export function createEngine(options: EngineOptions): Engine {
  const files = new Map<string, FileNode>();
  const prints = new Map<string, string>();
  const rules = options.rules ?? allRules;
  const memory = createMemory(options.once);
  const program = createProgram(files, options.languages);
  const types = createTypes(program, memory);
  const locks = createLocks(program, types, memory);
  const calls = createCalls(program, types, locks, memory);
  const flow = createFlow(types, locks, calls, memory);
  /** To be walked, or to be looked at whether they have to be. */
  const stale = new Set<FunctionNode>();
  const walks: Question<FunctionNode, undefined, Walked> = {
    store: memory.byKey(),
    compute: (node) => walkFunction(node, flow, calls),
    provisional: (node) => ({ behaviour: nothing(node), busy: false, callees: [], spawned: [], escaped: [] }),
    same: sameWalked,
    stale: (node) => void stale.add(node),
  };
  const walk = memory.ask(walks);
  /** How often each has been looked at again since the last change. */
  const again = new Map<FunctionNode, number>();
  const walked = new Map<FunctionNode, Walked>();
  const relevance = createRelevance();
  /** Whether each file knows its place among all. */
  let placed = false;
  /** Came or went since the last check. */
  const moved = new Set<string>();
  const conclusions = createConclusions(rules, memory, { types, locks, calls });
  /** Whether the conclusions know what the walks have found. */
  let told = false;
  let mattered: ReadonlySet<FunctionNode> = new Set();
  /** The same, in the order of files and of the text; absent where that may be another. */
  let order: readonly FunctionNode[] | undefined;
  let concluded: readonly Finding[] = [];
  /** The findings with their places as they are now, without what is silenced. */
  let shown: Finding[] | undefined;
  let wrapped = '[]';
  /** How often somebody has changed what there is to look at. */
  let changes = 0;

  /** What has come, gone or got subclasses may matter to files that have not changed themselves. */
  function settle(): void {
    if (moved.size > 0) program.moved(moved);
    moved.clear();
    types.settle();
  }

  function walkNext(): boolean {
    settle();
    const [node] = stale;
    if (!node) {
      again.clear();
      return false;
    }
    stale.delete(node);
    const before = walked.get(node);
    if (before) {
      const turns = (again.get(node) ?? 0) + 1;
      if (turns > mostTurns) return true;
      again.set(node, turns);
    }
    const now = walk(node, undefined);
    if (now === before) return true;
    walked.set(node, now);
    relevance.put(node, before, now);
    if (told && !(before && indifferent(before, now, mattered))) told = false;
    return true;
  }

  function forget(nodes: readonly FunctionNode[]): void {
    for (const node of nodes) {
      memory.drop(walks, node, undefined);
      stale.delete(node);
      const before = walked.get(node);
      if (!before) continue;
      walked.delete(node);
      relevance.put(node, before, undefined);
      told = false;
    }
  }

  /** The facts of a file, new or changed. */
  function take(facts: FileFacts, language: Language): void {
    if (options.once && walked.size > 0) throw new Error('This lint was made for files that do not change.');
    shown = undefined;
    changes++;
    again.clear();
    const before = files.get(facts.path);
    if (before) {
      const { come, gone, reordered, classesCome, classesGone } = renewFileNode(before, facts);
      if (reordered) order = undefined;
      if (reordered) told = false;
      forget(gone);
      for (const node of come) stale.add(node);
      types.classesChanged(classesCome, classesGone);
      return;
    }
    const now = createFileNode(facts, language);
    files.set(facts.path, now);
    placed = false;
    moved.add(facts.path);
    for (const node of now.functions) stale.add(node);
    types.classesChanged(now.classes, []);
  }

  /** What the walks have found, in the order of files and of the text. */
  function tell(): void {
    told = true;
    if (!placed) [...files.keys()].sort().forEach((path, at) => Object.assign(files.get(path) ?? {}, { place: at }));
    const now = relevance.find();
    if (!placed || now !== mattered) order = undefined;
    placed = true;
    mattered = now;
    order ??= [...now].sort((a, b) => a.file.place - b.file.place || a.index - b.index);
    const behaviours = order.flatMap((node) => walked.get(node)?.behaviour ?? []);
    conclusions.tell({ behaviours, escaped: relevance.escaped(), spawned: relevance.spawned() });
  }

  function* concluding(): Generator<undefined, readonly Finding[]> {
    if (!told) {
      tell();
      yield;
    }
    const now = yield* conclusions.findings();
    if (now !== concluded) shown = undefined;
    return (concluded = now);
  }

  function conclude(signal?: AbortSignal): readonly Finding[] {
    for (const _ of concluding()) signal?.throwIfAborted();
    return concluded;
  }

  function analyse(signal?: AbortSignal): readonly Finding[] {
    while (walkNext()) signal?.throwIfAborted();
    return conclude(signal);
  }

  function findings(signal?: AbortSignal): Finding[] {
    const all = analyse(signal);
    shown ??= all
      .filter((finding) => !files.get(finding.site.file)?.facts.silences.some((silence) => silences(silence, finding)))
      .map(fixedFinding)
      .sort(compareFindings);
    return shown;
  }

  function add(facts: FileFacts): void {
    const language = languageOf(options.languages, facts.path);
    if (language) take(facts, language);
  }

  function remove(path: string): void {
    const before = files.get(path);
    if (!before) return;
    files.delete(path);
    changes++;
    placed = false;
    forget(before.functions);
    types.classesChanged([], before.classes);
    moved.add(path);
    shown = undefined;
    told = false;
  }

  return {
    accepts: (path) => languageOf(options.languages, path) !== undefined,
    extract(path, text) {
      const language = languageOf(options.languages, path);
      return language && extractFacts(language, path, text);
    },
    extractWhole(path, text) {
      const language = languageOf(options.languages, path);
      return language && extractWhole(language, path, text);
    },
    update(path, text, facts) {
      const language = languageOf(options.languages, path);
      const print = fingerprint(text);
      if (!language || prints.get(path) === print) return;
      prints.set(path, print);
      take(facts ?? extractFacts(language, path, text), language);
    },
    add(facts) {
      prints.delete(facts.path);
      add(facts);
    },
    remove(path) {
      prints.delete(path);
      remove(path);
    },
    has: (path) => files.has(path),
    paths: () => [...files.keys()],
    declareOrder(declared) {
      changes++;
      conclusions.declareOrder(declared);
    },
    useWrappers(wrappers) {
      const said = JSON.stringify(wrappers);
      if (said === wrapped) return;
      wrapped = said;
      const all = [...files.values()].map(({ facts }) => facts);
      for (const { path } of all) remove(path);
      settle();
      program.use(wrappers);
      all.forEach(add);
    },
    check: (path, signal) => findings(signal).filter((finding) => finding.site.file === path),
    checkAll: (signal) => [...findings(signal)],
    async prepare({ signal, pause }) {
      let done = 0;
      const stop = async (): Promise<void> => {
        await pause(done, done + stale.size);
        signal?.throwIfAborted();
      };
      for (let whole = false; !whole; ) {
        for (; walkNext(); done++) await stop();
        const began = changes;
        whole = true;
        for (const _ of concluding()) {
          await stop();
          whole = changes === began;
          if (!whole) break;
        }
      }
    },
    orders(signal) {
      analyse(signal);
      return orderGraph(conclusions.known);
    },
    unused(path, signal) {
      const facts = files.get(path)?.facts;
      if (!facts || facts.silences.length === 0) return [];
      return unusedSilences(facts, analyse(signal).filter(({ site }) => site.file === path));
    },
    unknownLocks(signal) {
      analyse(signal);
      return unknownLocks(conclusions.known.declared, conclusions.known);
    },
    known(signal) {
      analyse(signal);
      return conclusions.known;
    },
    facts: (path) => files.get(path)?.facts,
    walks: flow.walks,
  };
}

/** Tells texts apart without keeping them: the length and two hashes of 32 bits. */
function fingerprint(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${text.length} ${a} ${b}`;
}
