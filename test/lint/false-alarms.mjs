// Runs the built lint over large packages of other people and writes docs/lint/false-alarms.md: how much it finds in 100,000 lines, and the
// verdicts of reading the findings in the source. Outside of `npm test`: it needs the packages and some minutes.
//   node test/lint/false-alarms.mjs FOLDER [--obtain] [--reuse] [--write] [--unread RULE] [words of a package]
// FOLDER holds one folder a package; --obtain fills it with `apt-get download` and `npm pack` where something is missing. --unread prints what
// nobody has judged yet. What was found lies beside each package; --reuse takes it from there instead of linting again. The verdicts are in false-alarms.json; no rule knows them.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findSourceFiles } from '../../out/server/project/source-files.js';
import { rules } from '../../out/server/lint/rules/index.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { obtain: { type: 'boolean', default: false }, reuse: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, unread: { type: 'string' } } });
const [folder, ...words] = positionals;
if (folder === undefined) throw new Error('Which folder are the packages in?');
const { packages, verdicts } = JSON.parse(readFileSync('test/lint/false-alarms.json', 'utf8'));

function obtain({ name, from }) {
  const target = join(folder, name);
  if (from === 'python') return execFileSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], { cwd: '/', env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' }).trim();
  if (existsSync(target) || !values.obtain) return existsSync(target) ? target : undefined;
  const work = join(folder, `${name}.part`);
  mkdirSync(work, { recursive: true });
  if (from === 'debian') {
    execFileSync('apt-get', ['download', name], { cwd: work, stdio: 'ignore' });
    execFileSync('dpkg', ['-x', readdirSync(work).find((each) => each.endsWith('.deb')), resolve(target)], { cwd: work });
  } else {
    execFileSync('npm', ['pack', from, '--silent'], { cwd: work, stdio: 'ignore' });
    mkdirSync(target);
    execFileSync('tar', ['xzf', readdirSync(work).find((each) => each.endsWith('.tgz')), '-C', resolve(target)], { cwd: work });
  }
  rmSync(work, { recursive: true });
  return target;
}

function lint(name, path) {
  const kept = join(folder, `${name}.findings.json`);
  if (values.reuse && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const { stdout, status, stderr } = spawnSync(process.execPath, ['dist/server/cli.cjs', 'lint', path, '--format', 'json', ...(process.env.JOBS ? ['--jobs', process.env.JOBS] : [])], { encoding: 'utf8', maxBuffer: 1 << 29 });
  if (status !== 0 && status !== 1) throw new Error(`${path}: ${stderr}`);
  writeFileSync(kept, stdout);
  return JSON.parse(stdout);
}

const linesIn = (path) => findSourceFiles([path], (file) => /\.(pyw?|[cm]?[jt]sx?)$/.test(file) && !/\.d\.[cm]?ts$/.test(file)).reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length, 0);
const placeOf = ({ file, message }) => `${basename(file)} ${message.split(/[ ,]/).find((word, index) => index > 1 || !/^Possible|^deadlock/.test(word))}`;
const verdictOn = (name, finding) => verdicts.find((each) => each.package === name && each.rule === finding.rule && (each.place === undefined || each.place === placeOf(finding)) && (each.part === undefined || finding.message.includes(each.part)));

let lines = 0;
const all = [];
const looked = [];
for (const each of packages) {
  if (!words.every((word) => each.name.includes(word))) continue;
  const path = obtain(each);
  if (path === undefined) {
    console.error(`${each.name} is not there.`);
    continue;
  }
  const count = linesIn(path);
  const found = lint(each.name, path).map((finding) => ({ ...finding, package: each.name, verdict: verdictOn(each.name, finding) }));
  lines += count;
  all.push(...found);
  looked.push({ ...each, lines: count, found: found.length });
  console.error(`${each.name}: ${count} lines, ${found.length} findings`);
}

if (values.unread !== undefined) {
  for (const { verdict, ...finding } of all) {
    if (verdict || finding.rule !== values.unread) continue;
    console.log(`${finding.package} ${finding.severity} ${finding.rule} | ${placeOf(finding)}\n  ${finding.file}:${finding.line} ${finding.message}`);
    for (const step of finding.related) console.log(`    ${step.file}:${step.line} ${step.message}`);
  }
}

const of = (rule, verdict) => all.filter((each) => each.rule === rule && (verdict === undefined || each.verdict?.verdict === verdict)).length;
const per = (count) => ((count * 100_000) / lines).toFixed(2);
const table = rules
  .map(({ id }) => id)
  .filter((id) => of(id) > 0)
  .map((id) => `| [${id}](../rules/${id}.md) | ${of(id)} | ${per(of(id))} | ${of(id, 'true')} | ${of(id, 'arguable')} | ${of(id, 'false')} |`);
const silent = rules.map(({ id }) => id).filter((id) => of(id) === 0);
const read = all.filter(({ verdict }) => verdict);
const fair = read.filter(({ verdict }) => verdict.verdict !== 'false');
const judged = read
  .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.package < b.package ? -1 : 1))
  .map((each) => `| ${each.rule} | ${each.package} | ${basename(each.file)}:${each.line} | ${each.verdict.verdict} | ${each.verdict.why} |`);
const text = `# False alarms

What the lint says about ${looked.length} packages that are used everywhere, ${lines.toLocaleString('en')} lines of Python, TypeScript and JavaScript with their tests, each package checked by itself with all rules on. Written by \`node test/lint/false-alarms.mjs FOLDER --obtain --write\`; the verdicts come from reading the finding with its steps, most of them in the source (for two fifths of \`blocking-under-lock\` the steps alone). Most of the npm packages hold no lock; [those that do](seeded.md) were tried with planted deadlocks.

**True**: the program can hang, lose a lock or wait for nothing as the finding says. **Arguable**: it says what is so, and whether it matters is for the maintainer to decide. **False**: it cannot happen.

| rule | findings | in 100,000 lines | read: true | arguable | false |
|---|---|---|---|---|---|
${table.join('\n')}
| all | ${all.length} | ${per(all.length)} | ${read.filter(({ verdict }) => verdict.verdict === 'true').length} | ${read.filter(({ verdict }) => verdict.verdict === 'arguable').length} | ${read.length - fair.length} |

Nothing found by ${silent.join(', ')}. Of ${read.length === all.length ? `these ${all.length} findings, each of which was read,` : `${read.length} findings that were read`} ${fair.length} (${Math.round((100 * fair.length) / Math.max(1, read.length))} %) are true or arguable.

## What was read

| rule | package | place | verdict | why |
|---|---|---|---|---|
${judged.join('\n')}

## The packages

| package | lines | findings |
|---|---|---|
${looked.map((each) => `| ${each.name}${each.version ? ` ${each.version}` : ''} | ${each.lines.toLocaleString('en')} | ${each.found} |`).join('\n')}
`;
if (values.write) {
  mkdirSync('docs/lint', { recursive: true });
  writeFileSync('docs/lint/false-alarms.md', text);
} else if (values.unread === undefined) process.stdout.write(text);
