// The whole lint: keeps the facts of every file it was given, and answers with findings. Opens no file and knows no editor. After an edit only
// the files that the edit can matter to are looked at again.
import { followCallbacks } from './callbacks.js';
import { createCalls } from './effects.js';
import type { DeclaredOrder } from './declared-order.js';
import { extractFacts, languageOf } from './extract.js';
import type { FileFacts } from './facts.js';
import { compareFindings, type Finding } from './finding.js';
import { createFlow } from './flow.js';
import { importsAny, type Language } from './languages/language.js';
import { createLocks } from './locks.js';
import { cycles, nestings } from './order.js';
import { orderEdges, type OrderEdge } from './order-graph.js';
import { keepOutward, outwardKey } from './outward.js';
import { createFileNode, createProgram, renewFileNode, type FileNode } from './program.js';
import { rules as allRules } from './rules/index.js';
import type { Known, Rule } from './rules/rule.js';
import { createSummaries } from './summary.js';
import { silences, unusedSilences } from './unused-silences.js';
import { createTypes } from './value-types.js';
import { relevant, walkFile, type Walked } from './walked.js';

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
  /** By file, before silencing. */
  all: Map<string, Finding[]>;
  findings: Finding[];
  edges: OrderEdge[];
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
  const walked = new Map<FileNode, Walked>();
  const stale = new Set<FileNode>();
  /** Edited inside only; the interface that their users have seen. */
  const edited = new Map<FileNode, string>();
  /** Came or went since the last check. */
  const moved = new Set<string>();
  let conclusion: Conclusion | undefined;
  let declared: readonly DeclaredOrder[] = [];

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
    const before = edited.get(file);
    const result = walkFile(file, flow, calls);
    stale.delete(file);
    edited.delete(file);
    if (before !== undefined && before !== result.interface) {
      invalidate([file]);
      return true;
    }
    walked.set(file, result);
    return true;
  }

  /** The facts of a file, new or changed. */
  function take(facts: FileFacts, language: Language): void {
    const { path } = facts;
    conclusion = undefined;
    const before = files.get(path);
    if (before && outwardKey(before.facts) === outwardKey(facts)) {
      const seen = edited.get(before) ?? walked.get(before)?.interface;
      keepOutward(before.facts, facts);
      renewFileNode(before, facts);
      forget(before);
      walked.delete(before);
      stale.add(before);
      if (seen !== undefined) edited.set(before, seen);
      return;
    }
    const now = createFileNode(facts, language);
    files.set(path, now);
    if (before) {
      stale.delete(before);
      invalidate([before]);
      program.forgetModules();
    } else moved.add(path);
    stale.add(now);
    types.forget(now); // Its classes have bases.
  }

  function conclude(signal?: AbortSignal): Conclusion {
    if (conclusion) return conclusion;
    const parts = [...files.keys()].sort().flatMap((path) => walked.get(files.get(path)!) ?? []);
    const behaviours = relevant(parts);
    const summaries = createSummaries(followCallbacks(behaviours, calls, locks), locks, new Set(parts.flatMap((part) => part.escaped)), signal);
    const known: Known = { summaries, locks, types, calls, nestings: nestings(summaries, locks), declared, spawned: new Set(parts.flatMap((part) => part.spawned)) };
    const all = new Map<string, Finding[]>();
    const findings: Finding[] = [];
    for (const finding of rules.flatMap((rule) => rule.check(known)).sort(compareFindings)) {
      const { file } = finding.site;
      const list = all.get(file);
      if (list) list.push(finding);
      else all.set(file, [finding]);
      if (!files.get(file)?.facts.silences.some((silence) => silences(silence, finding))) findings.push(finding);
    }
    const edges = orderEdges(known.nestings, new Set(cycles(known.nestings).flatMap((cycle) => cycle.nestings)));
    conclusion = { known, all, findings, edges };
    return conclusion;
  }

  function analyse(signal?: AbortSignal): Conclusion {
    while (walkNext()) signal?.throwIfAborted();
    return conclude(signal);
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
      const language = languageOf(options.languages, facts.path);
      if (!language) return;
      prints.delete(facts.path);
      take(facts, language);
    },
    remove(path) {
      prints.delete(path);
      const before = files.get(path);
      if (!before) return;
      files.delete(path);
      stale.delete(before);
      invalidate([before]);
      moved.add(path);
      conclusion = undefined;
    },
    has: (path) => files.has(path),
    paths: () => [...files.keys()],
    declareOrder(order) {
      declared = order;
      conclusion = undefined;
    },
    check: (path, signal) => analyse(signal).findings.filter((finding) => finding.site.file === path),
    checkAll: (signal) => [...analyse(signal).findings],
    async prepare({ signal, pause }) {
      while (walkNext()) {
        await pause();
        signal?.throwIfAborted();
      }
      conclude(signal);
    },
    orders: (signal) => analyse(signal).edges,
    unused(path, signal) {
      const { all } = analyse(signal);
      const facts = files.get(path)?.facts;
      return facts ? unusedSilences(facts, all.get(path) ?? []) : [];
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
