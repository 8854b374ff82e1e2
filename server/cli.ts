#!/usr/bin/env node
// `threadbook`: the same engine without an editor. Wiring only.
import { join } from 'node:path';
import { exportTrace } from './cli/export.js';
import { lint } from './cli/lint.js';
import { run } from './cli/run.js';
import { extractInThread } from './project/extraction.js';
import { UserError } from './user-error.js';

const help = `Usage:
  threadbook run <recipe> [--set name=value]...    run a recipe on real threads (--list lists them)
  threadbook lint PATH...                          warn of lock-order deadlocks in Python, TypeScript and JavaScript
  threadbook export FILE                           write a recorded run as a trace for Perfetto and Chrome
  threadbook <command> --help                      tells the rest`;

async function main([command, ...args]: string[]): Promise<number> {
  switch (command) {
    case 'run':
      return run(args, join(__dirname, '..', 'recipes', 'host', 'main.js'), { in: () => process.stdin, out: process.stdout, err: process.stderr }, (stop) => process.on('SIGINT', stop).on('SIGTERM', stop));
    case 'lint':
      return lint(args, join(__dirname, '..', 'grammars'), { out: process.stdout, err: process.stderr }, __filename);
    case 'export':
      return exportTrace(args, { out: process.stdout, err: process.stderr });
    case undefined:
    case 'help':
    case '--help':
      process.stdout.write(`${help}\n`);
      return command === undefined ? 2 : 0;
    default:
      throw new UserError(`There is no command “${command}”.\n\n${help}`);
  }
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

if (!extractInThread()) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const isUse = error instanceof UserError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
      process.stderr.write(`${error instanceof Error ? (isUse ? error.message : error.stack) : String(error)}\n`);
      process.exitCode = isUse ? 2 : 70;
    },
  );
}
