// `threadbook lint`: the editor's warnings without an editor.
import { parseArgs } from 'node:util';
import { loadEngine } from '../grammars.js';
import type { Finding } from '../lint/finding.js';
import { UserError } from '../user-error.js';
import { findSourceFiles, readSource, shown } from '../source-files.js';

export interface Streams {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream;
}

export const lintHelp = `Usage:
  threadbook lint PATH... [options]

Warns of lock-order deadlocks in Python, TypeScript and JavaScript files. A folder is searched for them;
node_modules, .git and virtual environments below it are left out.

Options:
  --format text|json  json is one array of {rule, severity, file, line, column, message, related} (default: text)
  --help              this text

Exit codes: 0 nothing found, 1 something found, 2 the command was wrong.`;

/** Answers the exit code; throws a UserError where the command was wrong. `grammars` is the folder with the parsers. */
export async function lint(args: string[], grammars: string, streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    streams.out.write(`${lintHelp}\n`);
    return 0;
  }
  if (values.format !== 'text' && values.format !== 'json') throw new UserError(`--format must be text or json, not “${values.format}”.`);
  if (positionals.length === 0) throw new UserError('What should be linted? Name at least one file or folder, such as `threadbook lint .`');

  const engine = await loadEngine(grammars);
  const files = findSourceFiles(positionals, engine.accepts);
  for (const file of files) engine.update(file, readSource(file));
  const findings = engine.checkAll();
  streams.out.write(values.format === 'json' ? `${JSON.stringify(findings.map(plain), null, 2)}\n` : text(findings, files.length));
  return findings.length > 0 ? 1 : 0;
}

/** A finding as it stands in JSON; paths are relative to the working directory. */
function plain(finding: Finding) {
  const { rule, severity, site, message, related } = finding;
  return {
    rule,
    severity,
    file: shown(site.file),
    line: site.line,
    column: site.column,
    message,
    related: related.map((step) => ({ file: shown(step.site.file), line: step.site.line, column: step.site.column, message: step.message })),
  };
}

function text(findings: readonly Finding[], files: number): string {
  const lines: string[] = [];
  for (const { rule, severity, site, message, related } of findings) {
    lines.push(`${shown(site.file)}:${site.line}:${site.column}: ${severity} [${rule}] ${message}`);
    for (const step of related) lines.push(`    ${shown(step.site.file)}:${step.site.line}:${step.site.column}: ${step.message}`);
  }
  const noun = files === 1 ? 'file' : 'files';
  lines.push(findings.length === 0 ? `Nothing found in ${files} ${noun}.` : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${files} ${noun}.`);
  return `${lines.join('\n')}\n`;
}
