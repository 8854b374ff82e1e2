// `threadbook lint`: the editor's warnings without an editor.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { extractFiles, type Extracted } from '../project/extraction.js';
import { packFacts, unpackFacts } from '../project/facts-file.js';
import { grammarFiles, loadEngine } from '../project/grammars.js';
import { keepLint } from '../project/kept-lint.js';
import { buildOf, createLintCache, nothingKept, printOf } from '../project/lint-cache.js';
import { withSeverities } from '../project/lint-config.js';
import { compareFindings } from '../lint/facts/finding.js';
import type { FileFacts } from '../lint/facts/facts.js';
import { orderAsDot } from '../lint/conclusions/order-graph.js';
import { rules } from '../lint/rules/index.js';
import { findSourceFiles, readSource, shown } from '../project/source-files.js';
import { UserError } from '../user-error.js';
import { newSince } from './baseline.js';
import { findConfig } from './find-config.js';
import { findingsAsAnnotations, findingsAsSarif, findingsAsText, plainFinding } from './finding-formats.js';

export interface Streams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream & { isTTY?: boolean };
}

const formats = ['text', 'json', 'sarif', 'github'] as const;
/** From the lowest up. */
const severities = ['hint', 'information', 'warning', 'error'] as const;

export const lintHelp = `Usage:
  threadbook lint PATH... [options]
  threadbook lint --from-facts FILE... [options]
  threadbook lint --explain RULE

Warns of lock-order deadlocks in Python, TypeScript and JavaScript files. A folder is searched for them;
node_modules, .git and virtual environments below it are left out. The nearest threadbook.json, in this folder
or above it, says what else is, how serious each rule is, and in which order locks are to be taken.

Options:
  --format text|json|sarif|github
                        json is one array of {rule, severity, file, line, column, message, related} (default: text)
  --rule RULE           only this rule; may be repeated
  --off RULE            not this rule; may be repeated
  --severity LEVEL      only findings that are at least hint, information, warning or error (default: hint)
  --baseline FILE       leave out what the file lists; where there is no such file it is written and nothing is reported
  --write-baseline      with --baseline: write the file anew
  --config FILE         instead of the nearest threadbook.json
  --unused              also report comments that silence nothing
  --jobs N              threads that read files (default: one for each core)
  --cache FOLDER        keep what was understood and found there, so that the next time is faster: at most 256 MB,
                        several may use it at once; nothing is kept where it is missing
  --emit-facts FILE     write what was understood of the files, for --from-facts, instead of findings
  --from-facts FILE     lint what --emit-facts wrote, together with PATH... if there are any; may be repeated
  --graph dot           the order in which locks are taken, as a graph for Graphviz, instead of findings
  --explain RULE        what a rule means
  --help                this text

Exit codes: 0 nothing found, 1 something found, 2 the command was wrong.`;

/**
 * Answers the exit code; throws a UserError where the command was wrong. `grammars` is the folder with the parsers, `program` a file that extracts
 * where it is started in a thread (see extraction.ts); without one this thread does everything.
 */
export async function lint(args: string[], grammars: string, streams: Streams, program?: string): Promise<number> {
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
      config: { type: 'string' },
      unused: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      cache: { type: 'string' },
      'emit-facts': { type: 'string' },
      'from-facts': { type: 'string', multiple: true, default: [] },
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
  if (lowest < 0) throw new UserError(`--severity must be hint, information, warning or error, not “${values.severity}”.`);
  for (const name of [...values.rule, ...values.off]) known(name);
  if (values.cache !== undefined && values['from-facts'].length > 0) throw new UserError('--cache keeps what was understood of files, and --from-facts brings it along: use one of them.');
  const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
  if (jobs !== undefined && (!Number.isInteger(jobs) || jobs < 1)) throw new UserError(`--jobs must be a whole number from 1, not “${values.jobs}”.`);
  if (positionals.length === 0 && values['from-facts'].length === 0) throw new UserError('What should be linted? Name at least one file or folder, such as `threadbook lint .`');

  const cache = values.cache === undefined ? undefined : createLintCache({ folder: values.cache, build: buildOf([...(program === undefined ? [] : [program]), ...grammarFiles(grammars)]) });
  const kept = keepLint(await loadEngine(grammars, true), cache ?? nothingKept);
  const config = await findConfig(values.config);
  kept.useWrappers(config.wrappers);
  kept.declareOrder(config.order);
  const files = findSourceFiles(positionals, kept.accepts).filter((file) => !config.excludes(file));
  if (cache) for (const file of files) kept.offer(file, printOf(readSource(file)), () => readSource(file));
  const wantsFacts = values['emit-facts'] !== undefined || values.graph !== undefined;
  if (wantsFacts || !kept.isKnown()) {
    // By path: what is read now counts more than what was written some time ago.
    const extracted = new Map<string, Partial<Extracted> & { facts: FileFacts }>(values['from-facts'].flatMap(readFacts).filter(({ path }) => !config.excludes(path)).map((facts) => [facts.path, { facts }]));
    const missing = cache ? kept.missing() : files;
    await extractFiles(missing, { grammars, program, jobs, progress: progressOn(streams.err, missing.length) }, (each) => extracted.set(each.facts.path, each));
    for (const { facts, print } of [...extracted.values()].sort((x, y) => (x.facts.path < y.facts.path ? -1 : 1))) kept.give(facts, print);
    await kept.load({ pause: atOnce });
  }
  const paths = kept.paths();
  if (wantsFacts) await kept.keep(atOnce);
  if (values['emit-facts'] !== undefined) {
    writeFileSync(values['emit-facts'], packFacts(paths.flatMap((path) => kept.facts(path) ?? [])));
    streams.err.write(`What was understood of ${filesText(paths.length)} is in ${values['emit-facts']}.\n`);
    return 0;
  }
  for (const { path, why } of kept.leftOut()) streams.err.write(`${shown(path)} was left out: ${why === 'too-large' ? 'it is longer than 250,000 characters' : 'it is nested too deeply to be understood'}.\n`);
  if (values.graph !== undefined) {
    streams.out.write(orderAsDot(kept.orders().edges, shown));
    return 0;
  }
  if (!kept.isKnown()) await kept.prepareAll({ pause: atOnce });
  for (const { name, site } of kept.unknownLocks()) streams.err.write(`${shown(site.file)}:${site.line}:${site.column}: no lock that is taken in these files is called ${name}.\n`);
  const found = [...kept.checkAll(), ...(values.unused ? paths.flatMap((path) => kept.unused(path)) : [])].sort(compareFindings);
  await kept.keep(atOnce);
  const wanted = withSeverities(found, config.rules).filter(({ rule, severity }) => severities.indexOf(severity) >= lowest && (values.rule.length === 0 || values.rule.includes(rule)) && !values.off.includes(rule));
  const findings = values.baseline === undefined ? wanted : newSince(values.baseline, values['write-baseline'], wanted, (text) => streams.err.write(text));
  switch (format) {
    case 'text':
      streams.out.write(findingsAsText(findings, paths.length));
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

function readFacts(file: string): FileFacts[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UserError(`“${file}” cannot be read: there is no such file, or it is not yours to read.`);
  }
  const facts = unpackFacts(bytes);
  if (typeof facts === 'string') throw new UserError(`${file} ${facts}.`);
  return facts;
}

/** A line that counts, where a person looks on and there is time to read it. */
function progressOn(err: Streams['err'], total: number): ((done: number) => void) | undefined {
  if (!err.isTTY || total < 100) return undefined;
  let shownAt = 0;
  return (done) => {
    const now = Date.now();
    if (done < total && now - shownAt < 100) return;
    shownAt = now;
    err.write(done < total ? `\rReading ${done} of ${total} files …` : '\r\x1b[K');
  };
}

const atOnce = async (): Promise<void> => {};

const filesText = (count: number): string => `${count} ${count === 1 ? 'file' : 'files'}`;
