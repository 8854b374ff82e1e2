// Feeds the lint with input that nobody means: cut off, mixed up, of any bytes, nested without end. Says what went wrong and what took longest.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../server/lint/engine.js';
import type { Finding } from '../../server/lint/facts/finding.js';
import type { Language } from '../../server/lint/languages/language.js';
import { fixtureRoot } from './fixtures.js';

export interface FuzzInput {
  name: string;
  path: string;
  text: string;
}

export interface FuzzReport {
  count: number;
  findings: number;
  slowest: { name: string; milliseconds: number };
  /** What went wrong, with the input's name; the same seed makes the same inputs. */
  problems: string[];
}

/** Longer than this is a hang. */
const hang = 2000;
const beside = { path: 'beside.py', text: 'import threading\nfrom a import *\nlock = threading.Lock()\n\ndef beside():\n    with lock:\n        work(lock)\n' };

/** Numbers that look random and are the same in every run: mulberry32. */
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const pieces = ['(', ')', '[', '{', '}', ':', '"""', "'", '`', '${', '\\', '\n', '\r', '\t', '\0', '\uFEFF', '\uD800', '\u2028', '#', '/*', '*/', '//', '=>', '...', '@', 'with ', 'await ', 'async ', 'class ', 'def ', 'function ', 'lambda: ', 'yield ', 'try:\n', 'finally:\n', 'else ', 'return ', 'self.', 'this.', '.acquire()', '.release()', '__proto__', 'constructor', 'import * from "./a.js"\n', 'from . import *\n'];

/** A fixture, changed here and there; sometimes nothing of it is left but its bytes in another encoding. */
function mutated(text: string, other: string, random: (below: number) => number): string {
  let now = text;
  for (let times = random(6); times >= 0; times--) {
    const at = random(now.length + 1);
    const to = Math.min(now.length, at + random(40));
    switch (random(9)) {
      case 0:
        now = now.slice(0, at);
        break;
      case 1:
        now = now.slice(0, at) + now.slice(to);
        break;
      case 2:
        now = now.slice(0, at) + String.fromCharCode(random(3) === 0 ? random(65_536) : random(128)) + now.slice(at);
        break;
      case 3:
      case 4:
        now = now.slice(0, at) + (pieces[random(pieces.length)] ?? '') + now.slice(at);
        break;
      case 5:
        now = now.slice(0, at) + now.slice(to, to + random(80)) + now.slice(at);
        break;
      case 6:
        now = now.slice(0, at) + other.slice(random(other.length)).slice(0, 200) + now.slice(at);
        break;
      case 7:
        now = now.slice(0, at) + (pieces[random(pieces.length)] ?? '').repeat(random(50)) + now.slice(at);
        break;
      default:
        now = random(4) === 0 ? Buffer.from(now, 'utf16le').toString(random(2) === 0 ? 'latin1' : 'utf8') : Buffer.from(Array.from({ length: 1 + random(300) }, () => random(256))).toString(random(2) === 0 ? 'latin1' : 'utf8');
    }
  }
  return now;
}

/** Inputs made from the fixtures, the same ones for the same seed. */
export function* mutants(seed: number, count: number): Generator<FuzzInput> {
  const random = numbers(seed);
  const rules = readdirSync(fixtureRoot).filter((name) => !name.includes('.'));
  const texts = rules.flatMap((rule) => readdirSync(join(fixtureRoot, rule)).filter((name) => /\.(py|ts|js)$/.test(name)).map((name) => ({ ending: name.slice(name.lastIndexOf('.')), text: readFileSync(join(fixtureRoot, rule, name), 'utf8').slice(0, 1500) })));
  for (let index = 0; index < count; index++) {
    const from = texts[random(texts.length)];
    const other = texts[random(texts.length)];
    if (from && other) yield { name: `mutant ${index} of seed ${seed}`, path: `a${from.ending}`, text: mutated(from.text, other.text, random) };
  }
}

/** Shapes that are large or nested without end. */
export function* shapes(nested: number, bytes: number): Generator<FuzzInput> {
  const py = (name: string, text: string): FuzzInput => ({ name: `Python, ${name}`, path: 'a.py', text });
  const ts = (name: string, text: string): FuzzInput => ({ name: `TypeScript, ${name}`, path: 'a.ts', text });
  const filled = (text: string): string => text.repeat(Math.ceil(bytes / text.length));
  yield py('parentheses', `x = ${'('.repeat(nested)}1${')'.repeat(nested)}`);
  yield py('parentheses that nobody closes', `x = ${'('.repeat(nested)}`);
  yield py('calls in calls', `${'f('.repeat(nested)}${')'.repeat(nested)}`);
  yield py('a chain of calls', `x = a()${'.b()'.repeat(nested)}`);
  yield py('blocks', Array.from({ length: Math.min(nested, 10_000) }, (_, index) => `${' '.repeat(index)}if x:`).join('\n'));
  yield py('withs', `import threading\nl = threading.Lock()\n${Array.from({ length: Math.min(nested, 3000) }, (_, index) => `${' '.repeat(index)}with l:`).join('\n')}`);
  yield py('elifs', `if a:\n  pass\n${'elif b():\n  pass\n'.repeat(nested)}`);
  yield py('a long sum', `x = ${'a + '.repeat(nested)}b`);
  yield ts('parentheses', `x = ${'('.repeat(nested)}1${')'.repeat(nested)}`);
  yield ts('blocks', `${'{'.repeat(nested)}${'}'.repeat(nested)}`);
  yield ts('functions in functions', `${'function f(){'.repeat(nested)}${'}'.repeat(nested)}`);
  yield ts('arrows', `x = ${'() => '.repeat(nested)}1`);
  yield ts('a chain of calls', `x = a()${'.b()'.repeat(nested)}`);
  yield ts('else if', `if (a) {}${' else if (b()) {}'.repeat(nested)}`);
  yield ts('a long sum', `x = ${'a + '.repeat(nested)}b`);
  yield py('a large file of functions with locks', `import threading\nl = threading.Lock()\n${filled('def f():\n    with l:\n        g()\n')}`);
  yield ts('a large file of functions', filled('function f() { g(); }\n'));
  yield py('a large file in one line', `x = [${filled('1, ')}]`);
  yield ts('a large file in one line', `x = [${filled('1, ')}]`);
  yield py('a large file of nothing', filled('\0'));
}

/** `limit` in milliseconds for one input. */
export function fuzz(languages: readonly Language[], inputs: Iterable<FuzzInput>, limit = hang): FuzzReport {
  const report: FuzzReport = { count: 0, findings: 0, slowest: { name: '', milliseconds: 0 }, problems: [] };
  for (const { name, path, text } of inputs) {
    const start = performance.now();
    const cpu = process.cpuUsage();
    const files = new Map([[path, text], [beside.path, beside.text]]);
    try {
      const engine = createEngine({ languages });
      for (const [file, content] of files) engine.update(file, content);
      const findings = engine.checkAll();
      report.findings += findings.length;
      for (const finding of findings) report.problems.push(...misplaced(finding, files).map((problem) => `${name}: ${problem}`));
    } catch (error) {
      report.problems.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error)}`);
    }
    // Beside other programs the clock goes on while this one stands; its threads that collect garbage may count twice.
    const { user, system } = process.cpuUsage(cpu);
    const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
    if (milliseconds > limit) report.problems.push(`${name}: took ${milliseconds.toFixed(0)} ms`);
    if (milliseconds > report.slowest.milliseconds) report.slowest = { name, milliseconds };
    report.count++;
  }
  return report;
}

/** Places that are in no file, or outside of its text. */
function misplaced({ rule, site, related }: Finding, files: ReadonlyMap<string, string>): string[] {
  return [site, ...related.map((step) => step.site)].flatMap((place) => {
    const text = files.get(place.file);
    if (text === undefined) return [`${rule} is in ${place.file}, which is no file of the program`];
    const lines = text.split('\n').length;
    return place.line < 1 || place.endLine > lines || place.column < 1 ? [`${rule} is at ${place.file}:${place.line}:${place.column}, and the file has ${lines} lines`] : [];
  });
}
