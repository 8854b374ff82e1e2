// Measures the lint over real Python source: `node lint.mjs <row>` prints one number. See the rows at the end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const library = process.env.BENCH_PYTHON ?? '';
/** Read whole by each tool, so that the slow ones come to an end. */
export const shared = ['asyncio', 'concurrent', 'multiprocessing', 'http', 'json', 'logging', 'email'].map((name) => join(library, name));

function find(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) find(path, found);
    else if (entry.isFile() && path.endsWith('.py') && statSync(path).size < 1_000_000) found.push(path);
  }
  return found;
}

/** Source of the standard library and of the packages beside it, up to that many bytes; the packages come last. */
export function tree(limit) {
  let total = 0;
  const files = new Map();
  for (const path of [library, '/usr/lib/python3/dist-packages'].flatMap((folder) => find(folder))) {
    if (total >= limit) break;
    const text = readFileSync(path, 'utf8');
    total += text.length;
    files.set(path, text);
  }
  return { files, total };
}

async function engineOf(files, once = false) {
  const { loadEngine } = await import(join(root, 'out/server/project/grammars.js'));
  const engine = await loadEngine(join(root, 'dist/grammars'), once);
  for (const [path, text] of files) engine.update(path, text);
  return engine;
}

const processorMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

/** Megabytes in each second of one core, with the engine of the command line. */
async function cold() {
  const { files, total } = tree(30_000_000);
  const before = processorMs();
  (await engineOf(files, true)).checkAll();
  return total / 1e6 / ((processorMs() - before) / 1000);
}

/** Numbers that look random and are the same in every run: mulberry32. */
export function numbers(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below) | 0;
  };
}

const typed = ['with self._lock:\n            pass\n', 'x = len(items)\n', 'self.total = threading.Lock()\n', 'def step(self, value):\n            return self.run(value)\n', 'if self._closed:\n            raise RuntimeError("closed")\n', 'for item in self.queue.get():\n            print(item)\n', '# a comment\n', 'lock.acquire()\n'];

/** The texts of a file after each key that somebody presses: statements typed and undone, functions renamed, signatures changed. */
export function* keys(original, random) {
  const lines = original.split('\n');
  const lineLike = (pattern) => {
    for (;;) {
      const at = random(lines.length);
      if (pattern.test(lines[at])) return at;
    }
  };
  for (let turn = 0; ; turn++) {
    const at = lineLike(/^        \S/);
    const piece = typed[turn % typed.length];
    for (let length = 1; length <= piece.length; length++) yield [...lines.slice(0, at), `        ${piece.slice(0, length)}`, ...lines.slice(at)].join('\n');
    yield original;
    const defined = lineLike(/^    def \w+\(/);
    const put = (line) => [...lines.slice(0, defined), line, ...lines.slice(defined + 1)].join('\n');
    for (let length = 1; length <= 8; length++) yield put(lines[defined].replace('(', `${'_renamed'.slice(0, length)}(`));
    for (let length = 1; length <= 8; length++) yield put(lines[defined].replace('(', `(${'value, '.slice(0, length)}`));
    yield original;
  }
}

export const edited = ['threading.py', 'asyncio/base_events.py', 'subprocess.py'];

/** Milliseconds from a key to the findings of the file, which 95 of 100 keys stay below. */
async function key() {
  const engine = await engineOf(tree(10_000_000).files);
  engine.checkAll();
  const times = [];
  for (const path of edited.map((name) => join(library, name))) {
    let count = 0;
    for (const text of keys(readFileSync(path, 'utf8'), numbers(7))) {
      const since = performance.now();
      engine.update(path, text);
      engine.check(path);
      // The first ones are in code that the engine has not compiled yet.
      if (count++ > 50) times.push(performance.now() - since);
      if (count > 400) break;
    }
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
}

/** The heap after 10,000 edits, in parts of the heap after 1,000; with the same text both times. */
async function edits() {
  const { files } = tree(300_000);
  const path = join(library, 'asyncio/locks.py');
  files.set(path, readFileSync(path, 'utf8'));
  const engine = await engineOf(files);
  engine.checkAll();
  let count = 0;
  let before = 0;
  for (const text of keys(files.get(path), numbers(11))) {
    engine.update(path, text);
    engine.check(path);
    count++;
    if (count !== 1000 && count !== 10_000) continue;
    engine.update(path, files.get(path));
    engine.check(path);
    globalThis.gc();
    const { heapUsed } = process.memoryUsage();
    if (count === 10_000) return heapUsed / before;
    before = heapUsed;
  }
}

/** Milliseconds from the start of the command line to its end with 10 MB that it has kept before; `more` is a file that it has never seen. */
function again(more) {
  const cache = process.env.BENCH_CACHE ?? join(tmpdir(), 'threadbook-bench-kept');
  const lint = (...files) => {
    const since = performance.now();
    const { error, status, stderr } = spawnSync(process.execPath, [join(root, 'dist/server/cli.cjs'), 'lint', '--cache', cache, ...files], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (error || status > 1) throw error ?? new Error(stderr);
    return performance.now() - since;
  };
  const files = [...tree(10_000_000).files.keys()];
  lint(...files);
  if (!more) return lint(...files);
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-bench-'));
  try {
    const path = join(folder, 'new.py');
    writeFileSync(path, `x = ${performance.timeOrigin}\n`);
    return lint(...files, path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Bytes of the heap for each byte of source, when all findings are known. */
async function memory() {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  let { files, total } = tree(10_000_000);
  const engine = await engineOf(files);
  engine.checkAll();
  files = undefined;
  globalThis.gc();
  const used = process.memoryUsage().heapUsed - before;
  // Still needed, or it would be gone by now.
  if (engine.paths().length === 0) throw new Error('Nothing was read.');
  return used / total;
}

/** Megabytes in each second from the start of a program to its end. */
function whole(command, ...args) {
  const total = shared.flatMap((folder) => find(folder)).reduce((sum, path) => sum + statSync(path).size, 0);
  const since = performance.now();
  const { error } = spawnSync(command, [...args, ...shared], { stdio: 'ignore', env: { ...process.env, PYTHONPATH: process.env.BENCH_PYLINT } });
  if (error) throw error;
  return total / 1e6 / ((performance.now() - since) / 1000);
}

const rows = {
  cold,
  key,
  edits,
  memory,
  again: () => again(false),
  changed: () => again(true),
  ours: () => whole(process.execPath, join(root, 'dist/server/cli.cjs'), 'lint'),
  pyright: () => whole(process.execPath, join(root, 'test/bench/node_modules/pyright/index.js')),
  pylint: () => whole('python3', '-m', 'pylint', '--disable=all', '--enable=W,E'),
};

const row = process.argv[1] === fileURLToPath(import.meta.url) ? rows[process.argv[2]] : undefined;
if (row) console.log(await row());

/** The rows for main.mjs: whether there is Python's library to read. */
export function lintRows(node, python) {
  if (!python) return [];
  const ours = (name, ...flags) => ['Threadbook', [process.execPath, ...flags, '--no-warnings', join(root, 'test/bench/lint.mjs'), name]];
  return [
    { name: 'lint: standard library and packages, cold, one core', unit: 'MB/s', least: 1, of: [ours('cold')], targets: [] },
    { name: 'lint: a part of the standard library, from start to end', unit: 'MB/s', of: [ours('ours'), ['pyright', node('lint.mjs', 'pyright')], ['pylint', node('lint.mjs', 'pylint')]], targets: [['pyright', 10], ['pylint', 10]] },
    { name: 'lint: 10 MB again with nothing changed, from start to end', unit: 'ms', small: true, most: 1000, of: [ours('again')], targets: [] },
    { name: 'lint: 10 MB again and one new file, from start to end', unit: 'ms', small: true, of: [ours('changed')], targets: [] },
    { name: 'lint: memory for each byte of 10 MB of source', unit: 'bytes', small: true, of: [ours('memory', '--expose-gc')], targets: [] },
    { name: 'lint: a key in a 2,000-line file among 10 MB, 95 of 100 below', unit: 'ms', most: 50, of: [ours('key')], targets: [] },
    { name: 'lint: the heap after 10,000 edits, of that after 1,000', unit: 'times', most: 1.05, of: [ours('edits', '--expose-gc')], targets: [] },
  ];
}
