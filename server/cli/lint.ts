// `threadbook lint`: the editor's warnings without an editor.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadEngine } from '../grammars.js';
import type { Finding } from '../lint/finding.js';
import { orderAsDot } from '../lint/order-graph.js';
import { rules } from '../lint/rules/index.js';
import { findSourceFiles, readSource, shown } from '../source-files.js';
import { UserError } from '../user-error.js';
import { findingsAsAnnotations, findingsAsSarif, findingsAsText, fingerprints, plainFinding } from './finding-formats.js';

export interface Streams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

const formats = ['text', 'json', 'sarif', 'github'] as const;
/** From the lowest up. */
const severities = ['hint', 'warning', 'error'] as const;

export const lintHelp = `Usage:
  threadbook lint PATH... [options]
  threadbook lint --explain RULE

Warns of lock-order deadlocks in Python, TypeScript and JavaScript files. A folder is searched for them;
node_modules, .git and virtual environments below it are left out.

Options:
  --format text|json|sarif|github
                        json is one array of {rule, severity, file, line, column, message, related} (default: text)
  --rule RULE           only this rule; may be repeated
  --off RULE            not this rule; may be repeated
  --severity LEVEL      only findings that are at least a hint, a warning or an error (default: hint)
  --baseline FILE       leave out what the file lists; where there is no such file it is written and nothing is reported
  --write-baseline      with --baseline: write the file anew
  --graph dot           the order in which locks are taken, as a graph for Graphviz, instead of findings
  --explain RULE        what a rule means
  --help                this text

Exit codes: 0 nothing found, 1 something found, 2 the command was wrong.`;

/** Answers the exit code; throws a UserError where the command was wrong. `grammars` is the folder with the parsers. */
export async function lint(args: string[], grammars: string, streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      rule: { type: 'string', multiple: true, default: [] },
      off: { type: 'string', multiple: true, default: [] },
      severity: { type: 'string', default: 'hint' },
      baseline: { type: 'string' },
      'write-baseline': { type: 'boolean', default: false },
      graph: { type: 'string' },
      explain: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    streams.out.write(`${lintHelp}\n`);
    return 0;
  }
  if (values.explain !== undefined) return explain(values.explain, streams);
  const format = formats.find((name) => name === values.format);
  if (!format) throw new UserError(`--format must be ${formats.slice(0, -1).join(', ')} or ${formats[formats.length - 1]}, not “${values.format}”.`);
  if (values.graph !== undefined && values.graph !== 'dot') throw new UserError(`--graph must be dot, not “${values.graph}”.`);
  if (values['write-baseline'] && values.baseline === undefined) throw new UserError('--write-baseline needs --baseline FILE, the file to write.');
  const lowest = severities.findIndex((name) => name === values.severity);
  if (lowest < 0) throw new UserError(`--severity must be hint, warning or error, not “${values.severity}”.`);
  for (const name of [...values.rule, ...values.off]) known(name);
  if (positionals.length === 0) throw new UserError('What should be linted? Name at least one file or folder, such as `threadbook lint .`');

  const engine = await loadEngine(grammars);
  const files = findSourceFiles(positionals, engine.accepts);
  for (const file of files) engine.update(file, readSource(file));
  if (values.graph !== undefined) {
    streams.out.write(orderAsDot(engine.orders(), shown));
    return 0;
  }
  const wanted = engine.checkAll().filter(({ rule, severity }) => severities.indexOf(severity) >= lowest && (values.rule.length === 0 || values.rule.includes(rule)) && !values.off.includes(rule));
  const findings = values.baseline === undefined ? wanted : newSince(values.baseline, values['write-baseline'], wanted, streams);
  switch (format) {
    case 'text':
      streams.out.write(findingsAsText(findings, files.length));
      break;
    case 'json':
      streams.out.write(`${JSON.stringify(findings.map(plainFinding), null, 2)}\n`);
      break;
    case 'sarif':
      streams.out.write(findingsAsSarif(findings, rules));
      break;
    case 'github':
      streams.out.write(findingsAsAnnotations(findings));
      break;
    default:
      format satisfies never;
  }
  return findings.length > 0 ? 1 : 0;
}

function known(name: string) {
  const rule = rules.find((candidate) => candidate.id === name);
  if (!rule) throw new UserError(`There is no rule “${name}”. The rules are: ${rules.map((candidate) => candidate.id).join(', ')}.`);
  return rule;
}

function explain(name: string, streams: Streams): number {
  const rule = known(name);
  streams.out.write(`${rule.id} (${rule.severity})\n\n${rule.summary}\n\n${rule.advice}\n\nSilence one place with a comment on its line or on the line above, and say why:\n    threadbook: ignore[${rule.id}] the reason\n`);
  return 0;
}

/** What a baseline file does not list. */
function newSince(file: string, write: boolean, findings: readonly Finding[], streams: Streams): Finding[] {
  const prints = fingerprints(findings);
  if (write || !existsSync(file)) {
    writeFileSync(file, `${JSON.stringify({ version: 1, fingerprints: [...prints.values()].sort() }, null, 2)}\n`);
    streams.err.write(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} written to ${file}.\n`);
    return [];
  }
  const listed = new Set(readBaseline(file));
  return findings.filter((finding) => !listed.has(prints.get(finding) ?? ''));
}

function readBaseline(file: string): string[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null && 'fingerprints' in content && Array.isArray(content.fingerprints)) return content.fingerprints.map(String);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UserError(`${file} is no baseline of threadbook. Delete it, or write it anew with --write-baseline.`);
}
