// npm run bench: measures the runtime against what people use today, interleaved, medians of several runs, and writes RESULTS.md.
// `BENCH_PYLINT` names a folder with pylint's packages; without it they are fetched from Debian where that is possible.
// Flags: --runs=<number> (5), --quick (one run each, writes nothing), --only=<part of a row's name>, also several times (the other rows of RESULTS.md stay).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintRows } from './lint.mjs';
import { typingRows } from './typing.mjs';
import { plot } from './plot.mjs';
import { findPylint } from './pylint.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '../..');
const quick = process.argv.includes('--quick');
const only = process.argv.filter((flag) => flag.startsWith('--only=')).map((flag) => flag.slice(7));
const runs = quick ? 1 : Number(process.argv.find((flag) => flag.startsWith('--runs='))?.slice(7) ?? 5);
const results = join(folder, 'RESULTS.md');
const nameOf = (line) => line.split('|')[1].trim();
/** What was measured before: a row that is not measured now keeps its line. */
const before = new Map(only.length === 0 || !existsSync(results) ? [] : readFileSync(results, 'utf8').split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what')).map((line) => [nameOf(line), line]));
const scratch = mkdtempSync(join(tmpdir(), 'threadbook-bench-'));

function has(command, ...versionFlags) {
  const { status, stdout, stderr } = spawnSync(command, versionFlags.length > 0 ? versionFlags : ['--version'], { encoding: 'utf8' });
  return status === 0 ? (stdout + stderr).trim().split('\n')[0] : undefined;
}

if (!existsSync(join(folder, 'node_modules'))) {
  console.error('Installing what the benchmark compares with ...');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}
console.error('Building ...');
execFileSync(process.execPath, ['scripts/build.mjs', '--tests'], { cwd: root, stdio: 'inherit' });

const python = has('python3');
// Where the source is that the lint is measured over.
if (python) process.env.BENCH_PYTHON = execFileSync('python3', ['-c', "import sysconfig; print(sysconfig.get_path('stdlib'))"], { encoding: 'utf8' }).trim();
const gcc = has('gcc');
const java = has('java', '-version');
/** In which the timeline is drawn; `npm test` installs what drives it. */
const browser = (process.env.CHROMIUM || has('chromium')) && existsSync(join(root, 'test/vscode/node_modules/playwright-core'));
if (gcc) execFileSync('gcc', ['-O2', '-pthread', '-o', join(scratch, 'bench'), join(folder, 'bench.c')]);
if (gcc) execFileSync('gcc', ['-O2', '-o', join(scratch, 'echo-load'), join(folder, 'echo-load.c')]);
if (gcc) execFileSync('gcc', ['-O2', '-o', join(scratch, 'echo-server'), join(folder, 'echo-server.c')]);

const node = (file, ...args) => [process.execPath, '--no-warnings', join(folder, file), ...args];
const ours = (row, ...more) => ['Threadbook', node('ours.mjs', row, ...more)];
const peer = (row, name) => [name, node('peers.mjs', row, name)];
const py = (row, label = 'Python') => (python ? [label, ['python3', join(folder, 'bench.py'), row]] : undefined);
const c = (...row) => (gcc ? ['C', [join(scratch, 'bench'), ...row]] : undefined);
const jvm = (...row) => (java ? ['Java', ['java', join(folder, 'Bench.java'), ...row]] : undefined);
const recipe = (row, ...more) => ['Threadbook', node('recipes.mjs', row, ...more)];
const pyRecipe = (row, ...more) => (python ? ['Python', ['python3', join(folder, 'recipes.py'), row, ...more]] : undefined);
const logs = join(scratch, 'logs');
const makeLogs = () => existsSync(logs) || (mkdirSync(logs), measure(node('recipes.mjs', 'make logs', logs)));
/** How the server starts a run of the user's own recipes, such as the watched one: on Node 20 these hooks alone cost threads that exchange messages a quarter. */
const asOwnRecipe = ['--disable-warning=ExperimentalWarning', '--import', join(root, 'dist/recipes/host/own-recipe-hooks.js')];
/** The same program, loaded in the same way, with nobody who looks, and with nothing to look at. */
const unwatched = (row, ...more) => ['nothing watched', ['env', 'BENCH_WATCHED=off', process.execPath, ...asOwnRecipe, join(folder, 'recipes.mjs'), row, ...more]];
/** The same clients for every server; they are in C, so that they are faster than what they measure. */
const echo = (depth, name, command) => (gcc ? [name, node('echo-load.mjs', join(scratch, 'echo-load'), String(depth), ...command)] : undefined);
const pyEcho = (depth, name, row) => (python ? echo(depth, name, ['python3', join(folder, 'recipes.py'), row]) : undefined);
const peers = ['piscina', 'tinypool', 'workerpool', 'poolifier'];

// A target: name of the other, the ratio that is wanted, whether small numbers are good.
const rows = [
  { name: 'uncontended acquire + release, telemetry on', unit: 'ns', small: true, of: [ours('lock'), ['telemetry off', node('ours.mjs', 'lock', 'off')], py('lock', 'Python with'), jvm('lock'), c('lock')], targets: [['Python with', 8], ['Java', 1 / 5], ['telemetry off', 1 / 2]] },
  { name: 'the same by two threads', unit: 'ns', small: true, of: [ours('lock by two')], targets: [] },
  { name: 'condition handed back and forth, one way', unit: 'us', small: true, of: [ours('condition'), c('condition'), py('condition')], targets: [['C', 1 / 2]] },
  { name: 'queue of small integers, 1 producer 1 consumer', unit: 'items/s', of: [ours('queue integers'), py('queue integers', 'Python Queue'), py('simple queue', 'Python SimpleQueue'), jvm('queue'), ['MessagePort', node('peers.mjs', 'queue integers')]], targets: [['Python Queue', 25], ['Python SimpleQueue', 1], ['Java', 1 / 2]] },
  { name: 'queue of strings', unit: 'items/s', of: [ours('queue strings')], targets: [] },
  { name: 'queue of small objects', unit: 'items/s', of: [ours('queue objects'), ['MessagePort', node('peers.mjs', 'queue objects')]], targets: [['MessagePort', 3]] },
  { name: 'thread pool, one task at a time', unit: 'tasks/s', of: [ours('pool one at a time'), ...peers.map((name) => peer('pool one at a time', name)), py('pool one at a time')], targets: peers.map((name) => [name, 3]) },
  { name: 'thread pool, batch of 10,000', unit: 'tasks/s', of: [ours('pool batch'), ...peers.map((name) => peer('pool batch', name)), py('pool batch')], targets: [...peers.map((name) => [name, 15]), ['Python', 20]] },
  { name: 'thread pool, 1 ms tasks on all cores, of the ideal', unit: '', of: [ours('pool 1 ms')], targets: [], least: 0.95 },
  { name: 'process pool, map of tiny tasks, unchunked', unit: 'tasks/s', of: [ours('process map'), py('process map')], targets: [['Python', 6]] },
  { name: 'process pool, map in chunks of 500', unit: 'tasks/s', of: [ours('process map 500'), py('process map 500')], targets: [['Python', 3]] },
  { name: 'PollableQueue and select, one item a turn', unit: 'items/s', of: [ours('pollable queue'), py('pollable queue')], targets: [['Python', 20]] },
  { name: 'thread start + join (warm)', unit: 'us', small: true, of: [ours('thread start'), py('thread start')], targets: [['Python', 10]] },
  { name: 'thread start + join (cold, 8 at once)', unit: 'ms', small: true, of: [ours('thread start cold')], targets: [] },
  { name: 'memory a worker thread', unit: 'MB', small: true, of: [ours('memory')], targets: [], most: 6 },
  { name: 'CPU of an idle pool of 4, of one core', unit: '%', small: true, of: [ours('idle cpu', 'unwatched'), ['sampled every 20 ms', node('ours.mjs', 'idle cpu')]], targets: [], most: 0.1 },
  { name: 'watching 100 threads with the timeline open: host and server, of one core', unit: '%', small: true, of: [['Threadbook', node('watching.mjs')]], targets: [], most: 10 },
  ...[
    ['a sample in which everything changes', 50],
    ['a publication of the rows', 50],
    ['the lines with held locks', 50],
    ['the picture of who waits for whom', 50],
    ['the table of who is slow', 50],
    ['a patch of the rows, in the extension host', 16],
  ].map(([step, most]) => ({ name: `1,000 threads and 10,000 resources: ${step}`, unit: 'ms', small: true, of: [['Threadbook', node('large-run.mjs', step)]], targets: [], most })),
  { name: 'recipe: log scan, 2 threads (Python: 2 processes)', unit: 'ms', small: true, prepare: makeLogs, of: [recipe('log scan', logs), pyRecipe('log scan', logs)], targets: [['Python', 3]] },
  { name: 'recipe: generator TaskScheduler', unit: 'steps/s', of: [recipe('tasks'), pyRecipe('tasks')], targets: [['Python', 7]] },
  { name: 'recipe: ActorScheduler', unit: 'messages/s', of: [recipe('actors'), pyRecipe('actors')], targets: [['Python', 6]] },
  ...['integers', 'strings', 'tagged'].map((kind) => ({ name: `recipe: thread actor, ${kind}`, unit: 'messages/s', of: [recipe(`thread actor ${kind}`), pyRecipe(`thread actor ${kind}`)], targets: [['Python', 10]] })),
  ...[1, 16].map((depth) => ({
    name: `recipe: generator network echo server, 100 clients with ${depth} line${depth > 1 ? 's' : ''} under way each`,
    unit: 'lines/s',
    of: [
      echo(depth, 'Threadbook', node('recipes.mjs', 'echo server')),
      pyEcho(depth, 'Python', 'echo server'),
      depth === 1 && pyEcho(depth, 'Python by the byte', 'echo server by the byte'),
      echo(depth, 'net server', node('recipes.mjs', 'net server')),
      echo(depth, 'C with epoll', [join(scratch, 'echo-server')]),
    ],
    targets: [['Python', 3], ...(depth === 1 ? [['Python by the byte', 3]] : []), ['net server', 1 / 1.5]],
  })),
  ...[['log scan', 'ms', logs], ['tasks', 'steps/s'], ['actors', 'messages/s'], ['thread actor integers', 'messages/s'], ['thread actor strings', 'messages/s'], ['thread actor tagged', 'messages/s']].map(([row, unit, ...more]) => ({ name: `everything on, every page open: ${row}`, unit, small: unit === 'ms', prepare: more.length > 0 ? makeLogs : undefined, of: [['Threadbook', node('watched.mjs', row, ...more)], unwatched(row, ...more)], targets: [['nothing watched', 1 / 1.05]] })),
  ...(browser ? [100_000, 1_000_000] : []).flatMap((n) => [
    { name: `timeline of ${n.toLocaleString('en')} events, zoomed and moved with each frame`, unit: 'frames/s', of: [['Threadbook', node('frames.mjs', 'rate', String(n))]], targets: [], least: n === 100_000 ? 59 : undefined },
    { name: `timeline of ${n.toLocaleString('en')} events: work of a frame, 95 of 100`, unit: 'ms', small: true, of: [['Threadbook', node('frames.mjs', 'work', String(n))]], targets: [], most: 16.7 },
  ]),
  ...[10, 1000, 1_000_000].map((n) => ({ name: `flat: get + put with ${n.toLocaleString('en')} queued`, unit: 'items/s', of: [ours(`flat queued ${n}`)], targets: [] })),
  ...[2, 8, 64].map((n) => ({ name: `flat: a queue between ${n} threads`, unit: 'items/s', of: [ours(`flat threads ${n}`), py(`flat threads ${n}`), jvm('queue', String(n)), c('queue', String(n))], targets: [] })),
  ...[10, 1000, 10_000].map((n) => ({ name: `flat: one sample of ${n.toLocaleString('en')} live locks`, unit: 'ms', small: true, of: [ours(`flat sampled ${n}`)], targets: [] })),
  ...lintRows(node, Boolean(python)),
  ...typingRows(node, Boolean(python)),
];
const chosen = rows.filter((row) => only.length === 0 || only.some((part) => row.name.includes(part)));
if (chosen.some((row) => row.of.some((each) => each?.[0] === 'pylint'))) process.env.BENCH_PYLINT = findPylint(join(scratch, 'pylint')) ?? 'none';
// What the lint keeps between two rows.
process.env.BENCH_CACHE = join(scratch, 'kept');

function measure([command, ...args]) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 300_000, env: { ...process.env, BENCH_CORES: String(cpus().length) } });
  const value = Number(stdout.trim().split('\n').pop());
  if (status !== 0 || !Number.isFinite(value) || stdout.trim() === '') {
    console.error(`  failed: ${args.join(' ')}\n${stderr.slice(-600)}`);
    return undefined;
  }
  return value;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const show = (value) => (value === undefined ? 'not measured' : value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : value >= 1e4 ? `${(value / 1e3).toFixed(0)} k` : value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const lines = before;
let missed = 0;
for (const row of chosen) {
  console.error(row.name);
  row.prepare?.();
  const of = row.of.filter(Boolean);
  const values = new Map(of.map(([name]) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, command] of of) {
      if (name === 'pylint' && process.env.BENCH_PYLINT === 'none') continue;
      const value = measure(command);
      if (value !== undefined) values.get(name).push(value);
    }
  }
  const medians = new Map([...values].map(([name, all]) => [name, all.length === 0 ? undefined : median(all)]));
  const mine = medians.get('Threadbook');
  const verdicts = row.targets.map(([name, wanted]) => {
    const other = medians.get(name);
    if (other === undefined || mine === undefined) return `${name}: not measured`;
    const ratio = row.small ? other / mine : mine / other;
    if (ratio < wanted) missed++;
    const text = wanted < 1 ? `${(1 / ratio).toFixed(2)} times its cost (at most ${Number((1 / wanted).toFixed(2))})` : `${ratio.toFixed(1)} times better (at least ${wanted})`;
    return `${name}: ${text} ${ratio >= wanted ? 'yes' : '**no**'}`;
  });
  for (const [limit, holds] of [[row.least, mine >= row.least], [row.most, mine <= row.most]]) {
    if (limit === undefined) continue;
    if (!holds) missed++;
    verdicts.push(`${row.least === undefined ? 'at most' : 'at least'} ${limit} ${holds ? 'yes' : '**no**'}`);
  }
  const others = [...medians].filter(([name]) => name !== 'Threadbook').map(([name, value]) => `${name} ${show(value)}`).join(', ');
  lines.set(row.name, `| ${row.name} | ${show(mine)} ${row.unit} | ${others} | ${verdicts.join('<br>')} |`);
  console.error(`  ${show(mine)} ${row.unit}; ${others}\n  ${verdicts.join('\n  ')}`);
}

/** A figure as `show` has written it. */
const read = (line) => {
  const [, number, suffix] = / ([\d.]+) (M|k)?/.exec(line.split('|')[2]);
  return Number(number) * ({ M: 1e6, k: 1e3 }[suffix] ?? 1);
};
/** One chart for each group of rows that should stay flat, from whatever was measured last. */
const charts = [
  { title: 'get + put, items queued', unit: 'items/s', pattern: /^flat: get \+ put with ([\d,]+) queued/ },
  { title: 'a queue between threads', unit: 'items/s', pattern: /^flat: a queue between (\d+) threads/ },
  { title: 'one sample, live locks', unit: 'ms', pattern: /^flat: one sample of ([\d,]+) live locks/ },
].map(({ title, unit, pattern }) => ({ title, unit, points: rows.flatMap((row) => (pattern.test(row.name) && lines.has(row.name) && !lines.get(row.name).includes('| not measured') ? [[pattern.exec(row.name)[1], read(lines.get(row.name))]] : [])) })).filter(({ points }) => points.length > 1);

/** What the table cannot say. */
const notes = readFileSync(join(folder, 'NOTES.md'), 'utf8');
const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
const report = `# Measured

${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}. Node ${process.versions.node}${python ? `, ${python}` : ', no Python'}${java ? `, Java: ${java}` : ', no Java'}${gcc ? `, C: ${gcc}` : ', no C compiler'}. ${peers.map((name) => `${name} ${lock[`node_modules/${name}`]?.version}`).join(', ')}.
Medians of ${runs} run${runs > 1 ? 's' : ''}, interleaved; each run is a process of its own, sampled every 20 ms as in the sidebar. Load average ${loadavg()[0].toFixed(1)} at the end: on a machine that does other work at the same time, whatever needs two cores at once comes out worse. Written by \`npm run bench\`.

| what | Threadbook | others | wanted |
|---|---|---|---|
${rows.map((row) => lines.get(row.name)).filter(Boolean).join('\n')}
${charts.length > 0 ? '\n![The rows that should stay flat, as charts](flat.svg)\n' : ''}
${notes}`;
rmSync(scratch, { recursive: true });
console.log(report);
if (!quick) {
  writeFileSync(results, report);
  writeFileSync(join(folder, 'flat.svg'), plot(charts));
}
console.error(missed === 0 ? 'All that was wanted holds.' : `${missed} of what was wanted does not hold.`);
