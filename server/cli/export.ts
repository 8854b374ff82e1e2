// `threadbook export`: a recording as a trace that Perfetto and Chrome read.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { traceText } from '../model/recording/trace.js';
import { readRecording, writeTrace } from '../recording-files.js';
import { UserError } from '../user-error.js';
import type { Streams } from './lint.js';

export const exportHelp = `Usage:
  threadbook export FILE.threadbook-run [--output FILE.json]

Writes a recording (threadbook run --record FILE) as a trace in the Trace Event Format, which ui.perfetto.dev and chrome://tracing open.

Options:
  --output FILE    where to (default: the name of the recording with .trace.json); - is standard output
  --help           this text`;

/** Answers the exit code. Throws UserError where the command or the file is wrong. */
export async function exportTrace(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { output: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    streams.out.write(`${exportHelp}\n`);
    return 0;
  }
  const [file, ...rest] = positionals;
  if (file === undefined) throw new UserError('Which recording? `threadbook run <recipe> --record FILE` makes one.');
  if (rest.length > 0) throw new UserError(`One recording at a time: “${rest.join(' ')}” is left over.`);
  const recording = await readRecording(file);
  if (values.output === '-') {
    for (const text of traceText(recording)) streams.out.write(text);
    return 0;
  }
  const output = values.output ?? `${basename(file).replace(/\.threadbook-run$/, '')}.trace.json`;
  await writeTrace(recording, output);
  streams.err.write(`Wrote ${output}. Open it in ui.perfetto.dev or chrome://tracing.\n`);
  return 0;
}
