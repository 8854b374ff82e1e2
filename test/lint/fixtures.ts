// Reads a lint fixture: what it expects stands in its comments, and in the names of its functions.
//   # warn[1] rule-id "part of the message"    on the line of the finding
//   # step[1] A1 B2                            on the line of each related place
//   # order first < second                   declares an order of locks
// The number tells findings apart and is 1 where it is left out. A folder is one program of several files.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredOrder } from '../../server/lint/conclusions/declared-order.js';
import { createEngine, type Engine } from '../../server/lint/engine.js';
import type { Finding } from '../../server/lint/facts/finding.js';
import type { Language } from '../../server/lint/languages/language.js';

export const fixtureRoot = join('test', 'lint');
const extensions = ['.py', '.ts', '.js'];

export interface Fixture {
  rule: string;
  /** The file's or folder's name without extension. */
  name: string;
  language: string;
  files: Map<string, string>;
}

export function findFixtures(): Fixture[] {
  const folders = readdirSync(fixtureRoot, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: rule }) =>
    readdirSync(join(fixtureRoot, rule)).map((entry): Fixture => {
      const path = `${rule}/${entry}`;
      const files = new Map(list(path).map((file): [string, string] => [file, readFileSync(join(fixtureRoot, file), 'utf8')]));
      const first = [...files.keys()][0] ?? path;
      return { rule, name: entry.replace(/\.\w+$/, ''), language: first.slice(first.lastIndexOf('.') + 1), files };
    }),
  );
}

function list(path: string): string[] {
  if (!statSync(join(fixtureRoot, path)).isDirectory()) return extensions.some((ending) => path.endsWith(ending)) ? [path] : [];
  return readdirSync(join(fixtureRoot, path)).flatMap((entry) => list(`${path}/${entry}`)).sort();
}

export function lintFixture(fixture: Fixture, languages: readonly Language[]): { findings: Finding[]; engine: Engine } {
  const engine = createEngine({ languages });
  for (const [path, text] of fixture.files) engine.update(path, text);
  engine.declareOrder([...fixture.files].flatMap(([path, text]) => declaredIn(path, text)));
  return { findings: engine.checkAll(), engine };
}

function declaredIn(file: string, text: string): DeclaredOrder[] {
  return text.split('\n').flatMap((line, index) => {
    const names = /\border ([\w.]+(?: < [\w.]+)+)/.exec(line)?.[1]?.split(' < ') ?? [];
    const site = { file, line: index + 1, column: 1, endLine: index + 1, endColumn: line.length + 1 };
    return names.slice(1).map((after, at) => ({ before: names[at] ?? '', after, site }));
  });
}

/** Findings as text, one a line: `file:line rule | file:line A1 | …`. */
export const actualLines = (findings: readonly Finding[]): string[] =>
  findings
    .map((finding) => describe(finding.rule, `${finding.site.file}:${finding.site.line}`, finding.related.map((step) => `${step.site.file}:${step.site.line} ${/^([A-Z]\d+)?/.exec(step.message)?.[0] ?? ''}`)))
    .sort();

export interface Expected {
  lines: string[];
  /** Parts of messages: the place, and the text that must be in it. */
  messages: { rule: string; place: string; text: string }[];
}

export function expectedLines(fixture: Fixture): Expected {
  const findings = new Map<string, { rule: string; place: string }>();
  const steps = new Map<string, string[]>();
  const messages: Expected['messages'] = [];
  for (const [path, text] of fixture.files) {
    text.split('\n').forEach((line, index) => {
      const place = `${path}:${index + 1}`;
      for (const [, label = '1', rule = '', message] of line.matchAll(/\bwarn(?:\[(\w+)\])? ([a-z-]+)(?: "([^"]*)")?/g)) {
        assert.ok(!findings.has(label), `${place} expects a second finding with the number ${label}`);
        findings.set(label, { rule, place });
        if (message !== undefined) messages.push({ rule, place, text: message });
      }
      for (const [, label = '1', names = ''] of line.matchAll(/\bstep(?:\[(\w+)\])?((?: [A-Z]\d+)+)/g)) {
        steps.set(label, [...(steps.get(label) ?? []), ...names.trim().split(' ').map((name) => `${place} ${name}`)]);
      }
    });
  }
  for (const label of steps.keys()) assert.ok(findings.has(label), `${fixture.rule}/${fixture.name} has steps of a finding ${label} that it does not expect`);
  return { lines: [...findings].map(([label, { rule, place }]) => describe(rule, place, steps.get(label) ?? [])).sort(), messages };
}

const describe = (rule: string, place: string, steps: readonly string[]): string => [`${place} ${rule}`, ...[...steps].sort()].join(' | ');

/** Functions whose names say what is expected of them, with the lines that they reach over. */
export function namedFunctions(fixture: Fixture): { path: string; name: string; first: number; last: number; warned: boolean }[] {
  return [...fixture.files].flatMap(([path, text]) => {
    const lines = text.split('\n');
    const starts = lines.flatMap((line, index) => {
      const opening = path.endsWith('.py') ? /def (\w+_(?:bad|ok)|(?:fp|fn)_\w+)\(/ : /(?:function\*?|async|static|^\s+|task\([^)]*function) ?(\w+_(?:bad|ok)|(?:fp|fn)_\w+)\s*\(/;
      const name = opening.exec(line)?.[1];
      return name === undefined || /^\s*(return|await)|[^=]=\s|\.\w+_(bad|ok)\(/.test(line) ? [] : [{ name, first: index + 1 }];
    });
    return starts.map(({ name, first }, index) => ({ path, name, first, last: (starts[index + 1]?.first ?? lines.length + 1) - 1, warned: /_bad$|^fp_/.test(name) }));
  });
}
