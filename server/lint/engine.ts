// The whole lint: keeps the facts of every file it was given, and answers with findings. Opens no file and knows no editor. After an edit only
// the files that the edit can matter to are looked at again.
import { keepInward } from './alike.js';
import { followCallbacks } from './callbacks.js';
import { createCalls } from './effects.js';
import type { DeclaredOrder } from './declared-order.js';
import { extractFacts, languageOf } from './extract.js';
import type { FileFacts } from './facts.js';
import { compareFindings, fixedFinding, type Finding } from './finding.js';
import { createFlow } from './flow.js';
import { importsAny, type Language } from './languages/language.js';
import { createLocks } from './locks.js';
import { cycles, nestings, type Nesting } from './order.js';
import { orderEdges, type OrderEdge } from './order-graph.js';
import { keepOutward, sameOutward } from './outward.js';
import { createFileNode, createProgram, renewFileNode, type FileNode, type FunctionNode } from './program.js';
import { rules as allRules } from './rules/index.js';
import type { Known, Rule } from './rules/rule.js';
import { createSummaries } from './summary.js';
import { silences, unusedSilences } from './unused-silences.js';
import { createTypes } from './value-types.js';
import { indifferent, relevant, walkFunction, type Walked } from './walked.js';
import type { Wrapper } from './wrappers.js';

export interface EngineOptions {
  languages: readonly Language[];
  /** Every rule where it is missing. */
  rules?: readonly Rule[];
}

export interface CheckOptions {
  /** Aborts with the signal's reason. */
  signal?: AbortSignal;
  /** Awaited between files, so that others get their turn; files may be updated meanwhile. */
  pause: () => Promise<void>;
}

export interface Engine {
  /** Whether a file of that name is looked at. */
  accepts(path: string): boolean;
  /** The text of a file, new or changed. Paths use `/` and are compared as they are. */
  update(path: string, text: string): void;
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
  orders(signal?: AbortSignal): OrderEdge[];
  /** Comments of the file that silence nothing, as hints. */
  unused(path: string, signal?: AbortSignal): Finding[];
  /** All that is known about the program, for questions of an editor. */
  known(signal?: AbortSignal): Known;
  facts(path: string): FileFacts | undefined;
  /** How many functions have been walked since the engine was made: what an edit costs. */
  walks(): number;
}

interface Conclusion {
  known: Known;
  mattered: ReadonlySet<FunctionNode>;
  /** Before silencing; their places move with the text. */
  findings: readonly Finding[];
  /** Nestings on a cycle that is reported. */
  cyclic: ReadonlySet<Nesting>;
}

export function createEngine(options: EngineOptions): Engine {
  const files = new Map<string, FileNode>();
  const prints = new Map<string, string>();
  const rules = options.rules ?? allRules;
  const program = createProgram(files, options.languages);
  const types = createTypes(program);
  const locks = createLocks(program, types);
  const calls = createCalls(program, types, locks);
  const flow = createFlow(types, locks, calls);
  const walked = new Map<FileNode, Walked[]>();
  const stale = new Set<FileNode>();
  /** Stale files of which only these functions are to be walked again. */
  const edited = new Map<FileNode, Set<number>>();
  /** Came or went since the last check. */
  const moved = new Set<string>();
  let conclusion: Conclusion | undefined;
  /** The conclusion's findings with their places as they are now, without what is silenced. */
  let shown: Finding[] | undefined;
  let edges: OrderEdge[] | undefined;
  let declared: readonly DeclaredOrder[] = [];
  let wrapped = '[]';

  function forget(file: FileNode): void {
    for (const part of [types, locks, calls, flow]) part.forget(file);
  }

  /** These files and all that use them, directly or through others, are to be looked at again. */
  function invalidate(changed: Iterable<FileNode>): void {
    const users = new Map<FileNode, FileNode[]>();
    for (const file of files.values()) for (const used of file.uses) users.set(used, [...(users.get(used) ?? []), file]);
    const all = new Set(changed);
    for (const file of all) for (const user of users.get(file) ?? []) all.add(user);
    for (const file of all) {
      forget(file);
      file.uses.clear();
      file.sought.clear();
      walked.delete(file);
      edited.delete(file);
      if (files.get(file.facts.path) === file) stale.add(file);
    }
    conclusion = undefined;
  }

  /** What has come, gone or got subclasses may matter to files that have not changed themselves. */
  function settle(): void {
    if (moved.size > 0) {
      program.forgetModules();
      if (walked.size > 0) {
        const concerned = importsAny(moved);
        invalidate([...files.values()].filter((file) => [...file.sought].some(concerned)));
      }
      moved.clear();
    }
    for (let changed = types.settle(); changed.length > 0; changed = types.settle()) invalidate(changed);
  }

  function walkNext(): boolean {
    settle();
    const [file] = stale;
    if (!file) return false;
    const before = walked.get(file);
    const some = edited.get(file);
    stale.delete(file);
    edited.delete(file);
    if (some && before) walkAgain(file, before, some);
    else {
      conclusion = undefined;
      walked.set(file, file.functions.map((node) => walkFunction(node, flow, calls)));
    }
    return true;
  }

  function walkAgain(file: FileNode, before: Walked[], some: ReadonlySet<number>): void {
    for (const index of some) {
      const node = file.functions[index];
      const then = before[index];
      if (!node || !then) continue;
      const now = walkFunction(node, flow, calls);
      if (then.seen || now.seen) return invalidate([file]);
      before[index] = now;
      if (conclusion && !indifferent(then, now, conclusion.mattered)) conclusion = undefined;
    }
  }

  /** The facts of a file, new or changed. */
  function take(facts: FileFacts, language: Language): void {
    const { path } = facts;
    shown = edges = undefined;
    const before = files.get(path);
    const fresh = before && stale.has(before) && !edited.has(before);
    if (before && !fresh && sameOutward(before.facts, facts)) {
      keepOutward(before.facts, facts);
      const changed = keepInward(before.facts, facts);
      renewFileNode(before, facts);
      if (changed.length === 0) return;
      // What the file does by itself may depend on which of its names its functions use.
      if (walked.get(before)?.[0]?.busy) changed.push(0);
      flow.renew(changed.flatMap((index) => before.functions[index] ?? []));
      stale.add(before);
      edited.set(before, new Set([...(edited.get(before) ?? []), ...changed]));
      return;
    }
    const now = createFileNode(facts, language);
    files.set(path, now);
    if (before) {
      stale.delete(before);
      invalidate([before]);
      program.forgetModules();
    } else moved.add(path);
    conclusion = undefined;
    stale.add(now);
    types.forget(now); // Its classes have bases.
  }

  function conclude(signal?: AbortSignal): Conclusion {
    if (conclusion) return conclusion;
    const parts = [...files.keys()].sort().flatMap((path) => walked.get(files.get(path)!) ?? []);
    const mattered = relevant(parts);
    const behaviours = parts.flatMap(({ behaviour }) => (mattered.has(behaviour.function) ? [behaviour] : []));
    const summaries = createSummaries(followCallbacks(behaviours, calls, locks), locks, new Set(parts.flatMap((part) => part.escaped)), signal);
    const known: Known = { summaries, locks, types, calls, nestings: nestings(summaries, locks), declared, spawned: new Set(parts.flatMap((part) => part.spawned)) };
    const cyclic = new Set(cycles(known.nestings).flatMap((cycle) => cycle.nestings));
    conclusion = { known, mattered, findings: rules.flatMap((rule) => rule.check(known)), cyclic };
    shown = edges = undefined;
    return conclusion;
  }

  function analyse(signal?: AbortSignal): Conclusion {
    while (walkNext()) signal?.throwIfAborted();
    return conclude(signal);
  }

  function findings(signal?: AbortSignal): Finding[] {
    const all = analyse(signal).findings;
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
    stale.delete(before);
    invalidate([before]);
    moved.add(path);
    conclusion = undefined;
  }

  return {
    accepts: (path) => languageOf(options.languages, path) !== undefined,
    update(path, text) {
      const language = languageOf(options.languages, path);
      const print = fingerprint(text);
      if (!language || prints.get(path) === print) return;
      prints.set(path, print);
      take(extractFacts(language, path, text), language);
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
    declareOrder(order) {
      declared = order;
      conclusion = undefined;
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
      while (walkNext()) {
        await pause();
        signal?.throwIfAborted();
      }
      conclude(signal);
    },
    orders(signal) {
      const { known, cyclic } = analyse(signal);
      edges ??= orderEdges(known.nestings, cyclic);
      return edges;
    },
    unused(path, signal) {
      const all = analyse(signal).findings.filter(({ site }) => site.file === path);
      const facts = files.get(path)?.facts;
      return facts ? unusedSilences(facts, all) : [];
    },
    known: (signal) => analyse(signal).known,
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
