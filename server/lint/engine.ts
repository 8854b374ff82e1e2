// The whole lint: keeps the facts of every file it was given, and answers with findings. Opens no file and knows no editor.
import { followCallbacks } from './callbacks.js';
import { createCalls } from './effects.js';
import { eachCall } from './calls-in.js';
import type { FileFacts } from './facts.js';
import { compareFindings, type Finding } from './finding.js';
import { createFlow } from './flow.js';
import type { Language } from './languages/language.js';
import { createLocks } from './locks.js';
import { cycles, nestings } from './order.js';
import { orderEdges, type OrderEdge } from './order-graph.js';
import { createFileNode, createProgram, type FileNode, type FunctionNode } from './program.js';
import { rules as allRules } from './rules/index.js';
import type { Rule } from './rules/rule.js';
import { createSummaries } from './summary.js';
import { createTypes } from './value-types.js';

export interface EngineOptions {
  languages: readonly Language[];
  /** Every rule where it is missing. */
  rules?: readonly Rule[];
}

export interface Engine {
  /** Whether a file of that name is looked at. */
  accepts(path: string): boolean;
  /** The text of a file, new or changed. Paths use `/` and are compared as they are. */
  update(path: string, text: string): void;
  remove(path: string): void;
  has(path: string): boolean;
  /** Findings whose site is in the file. Throws the signal's reason when it is aborted. */
  check(path: string, signal?: AbortSignal): Finding[];
  /** All findings, sorted by place. */
  checkAll(signal?: AbortSignal): Finding[];
  /** Which lock is taken under which, over all files. */
  orders(signal?: AbortSignal): OrderEdge[];
  facts(path: string): FileFacts | undefined;
}

export function createEngine(options: EngineOptions): Engine {
  const files = new Map<string, FileNode>();
  const texts = new Map<string, string>();
  const rules = options.rules ?? allRules;
  let findings: Finding[] | undefined;
  let edges: OrderEdge[] = [];

  const languageOf = (path: string): Language | undefined => options.languages.find((language) => language.extensions.some((extension) => path.endsWith(extension)));

  function analyse(signal?: AbortSignal): Finding[] {
    if (findings) return findings;
    const program = createProgram(files, options.languages);
    const types = createTypes(program);
    const locks = createLocks(program, types);
    const calls = createCalls(program, types, locks);
    const flow = createFlow(types, locks, calls);
    const behaviours = [];
    const escaped = new Set<FunctionNode>();
    const spawned = new Set<FunctionNode>();
    for (const file of files.values()) {
      for (const node of file.functions) {
        signal?.throwIfAborted();
        behaviours.push(flow.behaviour(node));
        eachCall(node.facts.body, (call) => {
          calls.effects(call, node).spawned.forEach((target) => {
            spawned.add(target);
            escaped.add(target);
          });
          for (const given of call.arguments) for (const target of calls.functions(given.value, node)) escaped.add(target.function);
        });
      }
    }
    const summaries = createSummaries(followCallbacks(behaviours, calls, locks), locks, escaped, signal);
    const known = { summaries, locks, types, calls, nestings: nestings(summaries, locks), spawned };
    edges = orderEdges(known.nestings, new Set(cycles(known.nestings).flatMap((cycle) => cycle.nestings)));
    findings = rules.flatMap((rule) => rule.check(known)).filter(notSilenced).sort(compareFindings);
    return findings;
  }

  function notSilenced(finding: Finding): boolean {
    const silences = files.get(finding.site.file)?.facts.silences ?? [];
    return !silences.some((silence) => silence.line === finding.site.line && (silence.rules.length === 0 || silence.rules.includes(finding.rule)));
  }

  return {
    accepts: (path) => languageOf(path) !== undefined,
    update(path, text) {
      const language = languageOf(path);
      if (!language || texts.get(path) === text) return;
      texts.set(path, text);
      files.set(path, createFileNode(extracted(language, path, text), language));
      findings = undefined;
    },
    remove(path) {
      texts.delete(path);
      if (files.delete(path)) findings = undefined;
    },
    has: (path) => files.has(path),
    check: (path, signal) => analyse(signal).filter((finding) => finding.site.file === path),
    checkAll: (signal) => [...analyse(signal)],
    orders(signal) {
      analyse(signal);
      return edges;
    },
    facts: (path) => files.get(path)?.facts,
  };
}

/** Text that is nested so deeply that the walk runs out of stack is noted and left out. */
function extracted(language: Language, path: string, text: string): FileFacts {
  try {
    return language.extract(path, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const facts = language.extract(path, '');
    return { ...facts, errors: [{ at: { line: 1, column: 1, endLine: 1, endColumn: 1 }, message: 'This file is nested too deeply to be understood.' }] };
  }
}
