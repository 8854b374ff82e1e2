// The long run: node test/lint/fuzz.mjs [--count N] [--seed S] [--record]. Wants `node scripts/build.mjs --tests` before it. --record writes docs/lint/fuzz.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
process.chdir(root);
const { readGrammars } = await import(join(root, 'out/server/project/grammars.js'));
const { createLanguages } = await import(join(root, 'out/server/lint/languages/index.js'));
const { fuzz, mutants, shapes } = await import(join(root, 'out/test/lint/fuzzing.js'));

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '20261123' }, record: { type: 'boolean', default: false } } });
const languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
const start = performance.now();
const { textLimit } = await import(join(root, 'out/server/lint/extract.js'));
const large = fuzz(languages, [...shapes(10_000, 5_000_000), ...shapes(10_000, textLimit - 1000)]);
const small = fuzz(languages, mutants(Number(values.seed), Number(values.count)));
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
const told = ({ name, milliseconds }) => `${milliseconds.toFixed(0)} ms (${name})`;
const problems = [...large.problems, ...small.problems];
const text = `# Fuzz

What the lint does with input that nobody means, recorded by \`node test/lint/fuzz.mjs --record\`. A short run of the same is part of \`npm test\`.

| inputs | seed | made of | slowest | problems |
|---|---|---|---|---|
| ${small.count.toLocaleString('en')} | ${values.seed} | fixtures cut off, spliced, with any bytes and in wrong encodings; ${small.findings.toLocaleString('en')} findings, each place in a file of the program | ${told(small.slowest)} | ${small.problems.length} |
| ${large.count} | none | files of 5 MB, files just below the ${textLimit.toLocaleString('en')} characters above which a file is left out, 10,000 levels of nesting | ${told(large.slowest)} | ${large.problems.length} |

A problem is an exception, more than 2 s for one input, or a finding outside of the program's files or their text.
${problems.length === 0 ? '' : `\n${problems.slice(0, 20).map((problem) => `- ${problem}`).join('\n')}\n`}
Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${minutes} minutes.
`;
process.stdout.write(text);
if (values.record) {
  mkdirSync('docs/lint', { recursive: true });
  writeFileSync('docs/lint/fuzz.md', text);
}
process.exitCode = problems.length === 0 ? 0 : 1;
