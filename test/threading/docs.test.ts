// Keeps docs/threading honest: every primitive has a page, every page's example runs as a plain Node program and prints what stands below it,
// and what python.md says is shown by a test is shown by one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import * as threading from '../../recipes/threading/index.js';
import { pythonTests } from './python-tests.js';
import type { Scenarios } from './scenarios.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, 'docs', 'threading');
const killAfterMs = 20_000;

const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const pages = new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

/** What a host needs stands in README.md. */
const forHosts = ['observe', 'startSupervisor'];

/** File of the runtime -> the values that it offers, as threading/index.ts lists them. */
function offers(): Map<string, string[]> {
  const list = readFileSync(join(root, 'recipes', 'threading', 'index.ts'), 'utf8');
  const found = [...list.matchAll(/^export \{([^}]*)\} from '\.\/([^']+)\.js';$/gm)];
  return new Map(found.map(([, names, file]) => [file!, names!.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '))]));
}

/** The program and the output that a page shows. */
function exampleOf(page: string): { program: string; output: string } {
  const blocks = [...page.matchAll(/```ts example\n([^]*?)```\n\n```text\n([^]*?)```/g)];
  assert.equal(blocks.length, 1, 'a page has one block ```ts example with a block ```text right below it');
  return { program: blocks[0]![1]!, output: blocks[0]![2]! };
}

function run(program: string, args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: killAfterMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : (error.signal ?? error.code), stdout, stderr }));
  });
}

describe('the pages of the threading runtime', function () {
  this.timeout(killAfterMs + 5000);
  let home: string;

  before(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'threadbook-docs-')));
    // The package as an installed one: its `exports` lead to dist/.
    mkdirSync(join(home, 'node_modules'));
    symlinkSync(root, join(home, 'node_modules', 'threadbook'), 'junction');
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('there is one for every primitive, and it names all that the primitive offers', () => {
    const missing: string[] = [];
    for (const [file, names] of offers()) {
      for (const name of names) {
        const page = forHosts.includes(name) ? 'README.md' : `${file}.md`;
        if (!new RegExp(`\\b${name}\\b`).test(pages.get(page) ?? '')) missing.push(`docs/threading/${page} does not name ${name}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it('there is none for what the runtime does not offer, and README.md leads to each', () => {
    const ids = [...offers()].filter(([, names]) => names.some((name) => !forHosts.includes(name))).map(([file]) => `${file}.md`);
    assert.deepEqual(files.filter((name) => !['README.md', 'python.md'].includes(name)).sort(), ids.sort());
    for (const name of files) if (name !== 'README.md') assert.ok(pages.get('README.md')!.includes(`](${name})`), `README.md does not lead to ${name}`);
  });

  it('README.md explains every error', () => {
    const errors = Object.values(threading).filter((value): value is typeof threading.ThreadingError => typeof value === 'function' && value.prototype instanceof threading.ThreadingError);
    assert.ok(errors.length > 10);
    assert.deepEqual(errors.map(({ name }) => name).filter((name) => !pages.get('README.md')!.includes(`\`${name}\``)), []);
  });

  it('no link leads nowhere', () => {
    const dead = [...pages].flatMap(([name, page]) => [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!).filter((target) => !existsSync(join(folder, target))).map((target) => `${name}: ${target}`));
    assert.deepEqual(dead, []);
  });

  for (const [name, page] of pages) {
    if (name === 'python.md') continue;
    it(`the example of ${name} prints what the page says`, async () => {
      const { program, output } = exampleOf(page);
      const { code } = await transform(program, { loader: 'ts', format: 'esm', target: 'node20', sourcefile: name });
      // Threads load the module of their task by its address.
      const path = join(home, `${name.slice(0, -3)}.mjs`);
      writeFileSync(path, code);
      assert.deepEqual(await run(process.execPath, [path]), { code: 0, stdout: output, stderr: '' });
    });
  }

  it('the examples are well typed', async function () {
    this.timeout(65_000);
    for (const [name, page] of pages) if (name !== 'python.md') writeFileSync(join(home, `${name.slice(0, -3)}.mts`), exampleOf(page).program);
    const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')) as { compilerOptions: object };
    // The sources stand in for dist/types, which only a type check of the whole project makes.
    const options = {
      ...compilerOptions, composite: false, emitDeclarationOnly: false, noEmit: true, noUnusedLocals: false, types: ['node'], typeRoots: [join(root, 'node_modules', '@types')],
      paths: { 'threadbook/threading': [join(root, 'recipes', 'threading', 'index.ts')] },
    };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
    const { code, stdout } = await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', home]);
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
  });
});

describe('the costs that the pages name', () => {
  /** Page, where its figure stands, the row of RESULTS.md, and what of that row the figure is, in its unit. */
  const costs: [page: string, figure: RegExp, row: string, of: (measured: number) => number][] = [
    ['lock', /About ([\d.]+) nanoseconds for an uncontended/, 'uncontended acquire + release, telemetry on', (ns) => ns],
    ['lock', /about ([\d.]+) between two threads/, 'the same by two threads', (ns) => ns],
    ['condition', /takes about ([\d.]+) microseconds while/, 'condition handed back and forth, one way', (us) => us],
    ['queue', /About ([\d.]+) million small integers/, 'queue of small integers, 1 producer 1 consumer', (items) => items / 1e6],
    ['queue', /about ([\d.]+) million short strings/, 'queue of small objects', (items) => items / 1e6],
    ['queue', /64 threads at one queue about ([\d.]+) million/, 'flat: a queue between 64 threads', (items) => items / 1e6],
    ['thread-pool-executor', /About ([\d.]+) microseconds to submit one task/, 'thread pool, one task at a time', (tasks) => 1e6 / tasks],
    ['thread-pool-executor', /about ([\d.]+) microseconds a task in a batch/, 'thread pool, batch of 10,000', (tasks) => 1e6 / tasks],
    ['thread-pool-executor', /burns about ([\d.]+) % of one core/, 'CPU of an idle pool of 4, of one core', (share) => share],
    ['thread', /About ([\d.]+) to 10 microseconds to start and join/, 'thread start + join (warm)', (us) => us],
    ['thread', /about ([\d.]+) milliseconds for a cold one/, 'thread start + join (cold, 8 at once)', (ms) => ms],
    ['thread', /about ([\d.]+) MB of memory a worker/, 'memory a worker thread', (mb) => mb],
    ['pollable-queue', /about ([\d.]+) million items a second, one a turn/, 'PollableQueue and select, one item a turn', (items) => items / 1e6],
    ['process-pool-executor', /about ([\d.]+) microseconds a tiny task/, 'process pool, map of tiny tasks, unchunked', (tasks) => 1e6 / tasks],
    ['process-pool-executor', /about ([\d.]+) in chunks of 500/, 'process pool, map in chunks of 500', (tasks) => 1e6 / tasks],
  ];
  const results = readFileSync(join(root, 'test', 'bench', 'RESULTS.md'), 'utf8');

  /** The first column of figures, such as `15.8 ns`, `307 k tasks/s`, `25.29 M items/s`. */
  function measured(row: string): number {
    const line = results.split('\n').find((each) => each.startsWith(`| ${row} |`));
    const [, figure, factor] = /^(?:[^|]*\|){2} ([\d.]+)(?: ([kM]) )?/.exec(line ?? '') ?? [];
    assert.ok(figure !== undefined, `RESULTS.md has no row “${row}”`);
    return Number(figure) * (factor === 'k' ? 1e3 : factor === 'M' ? 1e6 : 1);
  }

  for (const [page, figure, row, of] of costs) {
    it(`${page}.md: ${row}`, () => {
      const told = Number(figure.exec(pages.get(`${page}.md`)!)?.[1]);
      const seen = of(measured(row));
      // Sizes, not promises: machines and days differ by a third.
      assert.ok(told / seen < 1.6 && seen / told < 1.6, `the page says ${told}, RESULTS.md ${seen}`);
    });
  }
});

describe('python.md', () => {
  /** Test of Python's | behaviour | here | shown by. */
  const rows = [...(pages.get('python.md') ?? '').matchAll(/^\| (`test_[^|]+)\|([^|]+)\|([^|]+)\|([^|]*)\|$/gm)].map((match) => match.slice(1).map((cell) => cell.trim()) as [string, string, string, string]);
  const citations = (cell: string): [string, string][] => [...cell.matchAll(/`([a-z-]+)` “([^”]+)”/g)].map((match) => [match[1]!, match[2]!]);

  it('says of each behaviour whether it holds, and cites a test wherever it does', () => {
    assert.ok(rows.length > 80, `${rows.length} rows`);
    for (const [test, , here, shownBy] of rows) {
      assert.match(here, /^(holds|differs|does not hold|has no counterpart)(\W|$)/, test);
      assert.ok(!/^holds/.test(here) || citations(shownBy).length > 0, `${test}: no test of ours is cited`);
    }
  });

  it('has a row for each of Python\'s tests', () => {
    const named = new Set(rows.flatMap(([tests]) => [...tests.matchAll(/`(\w+)`/g)].map(([, name]) => name!)));
    const missing = Object.entries(pythonTests).flatMap(([file, names]) => names.trim().split(/\s+/).filter((name) => !named.has(name)).map((name) => `${file}: ${name}`));
    assert.deepEqual(missing, []);
    const all = new Set(Object.values(pythonTests).join(' ').split(/\s+/));
    assert.deepEqual([...named].filter((name) => !all.has(name)), [], 'Python has no such tests any more');
  });

  it('cites only tests that exist', async () => {
    const cited = rows.flatMap(([, , , shownBy]) => citations(shownBy));
    for (const [file, title] of cited) {
      assert.ok(existsSync(new URL(`./${file}.scenarios.js`, import.meta.url)), `there is no ${file}.scenarios.ts`);
      const { scenarios } = (await import(`./${file}.scenarios.js`)) as { scenarios: Scenarios };
      assert.ok(Object.hasOwn(scenarios, title), `${file}.scenarios.ts has no scenario “${title}”`);
    }
  });
});
