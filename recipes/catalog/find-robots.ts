// Who asked for robots.txt? The same function over a folder of gzipped logs: one archive after the other, and several at the same time.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeLog, type LogPlan } from '../patterns/apache-logs.js';
import { defineRecipe } from '../recipe.js';
import { print, ProcessPoolExecutor, task, ThreadPoolExecutor } from '../threading/index.js';

/** What is in one archive. */
export interface Findings {
  hosts: string[];
  lines: number;
  /** For people: where something could not be read. */
  problems: string[];
}

/** One archive: a piece of work that needs nothing but its path. What cannot be read is part of the answer and stops nobody. */
export const findRobots = task(import.meta.url, function findRobots(path: string): Findings {
  const hosts = new Set<string>();
  const problems: string[] = [];
  let lines = 0;
  let text: string;
  try {
    text = gunzipSync(readFileSync(path), { chunkSize: 1 << 22 }).toString('latin1');
  } catch (error) {
    return { hosts: [], lines, problems: [`${basename(path)} cannot be read: ${(error as Error).message}`] };
  }
  for (let start = 0, end: number; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    lines++;
    // host - user [date] "METHOD path PROTOCOL" status ...
    const hostEnd = text.indexOf(' ', start);
    const quote = text.indexOf('"', hostEnd);
    const target = text.indexOf(' ', quote) + 1;
    const pathEnd = text.indexOf(' ', target);
    if (hostEnd < 0 || hostEnd === start || quote < hostEnd || text.charCodeAt(start) === 34 || target === 0 || pathEnd < 0 || pathEnd > end) {
      problems.push(`${basename(path)}, line ${lines}: “${text.slice(start, Math.min(end, start + 60))}” is no log line`);
    } else if (pathEnd - target === 11 && text.startsWith('/robots.txt', target)) {
      hosts.add(text.slice(start, hostEnd));
    }
  }
  return { hosts: [...hosts], lines, problems };
});

export const generate = task(import.meta.url, function generate(plan: LogPlan): string[] {
  return writeLog(plan).askedForRobots;
});

/** The ways to apply a function to every archive. Each gives the same answers in the same order. */
const ways: Record<string, (paths: string[], threads: ThreadPoolExecutor, processes: ProcessPoolExecutor) => Iterable<Findings>> = {
  sequential: (paths) => paths.map((path) => findRobots(path)),
  'thread pool': (paths, threads) => threads.map(findRobots, paths),
  'process pool': (paths, _threads, processes) => processes.map(findRobots, paths),
};

export const recipe = defineRecipe({
  section: '12.8',
  title: 'Who asked for robots.txt?',
  story: 'Search a folder of gzipped Apache logs, one after the other and in parallel, and compare the times.',
  doc: [
    'Many programs apply one function to many things that have nothing to do with each other. Then parallel is one word away: `map` of a pool in the place of a loop.',
    'In the sidebar the main thread works alone at first; with a pool all workers are busy, and its pending archives become fewer. Of the process pool one sees the thread that feeds it: its processes are other programs.',
    'Python needs the processes, because its threads do not compute at the same time. Here threads do, and start faster; a process has a heap of its own and may crash alone.',
    'Some archives are damaged on purpose: a line that is none and an archive that is cut off are reported by name, and the rest still counts. An exception instead would throw all results away for one bad file.',
    'The trap is work that is too small: what one call does must outweigh what its way to another thread costs, else the pool is slower than the loop.',
  ].join(' '),
  parameters: {
    archives: { type: 'integer', default: 16, minimum: 1, maximum: 10_000, help: 'How many archives are generated, each a day of log.' },
    lines: { type: 'integer', default: 100_000, minimum: 4, maximum: 10_000_000, help: 'Lines in each archive.' },
    workers: { type: 'integer', default: 0, minimum: 0, maximum: 128, help: 'Workers of the pools; 0 for as many as there are processors.' },
    damaged: { type: 'boolean', default: true, help: 'Damage two of the archives.' },
    folder: { type: 'text', default: '', help: 'Absolute path of a folder with *.gz logs of your own; empty to generate some, which are deleted at the end.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { archives: 4, lines: 1_000 },
    lines: {
      MainThread: [
        'generated 4 archives of 1000 lines', 'access-2026-01-02.log.gz, line 251: “*” is no log line', 'access-2026-01-02.log.gz, line *: “*” is no log line',
        'access-2026-01-02.log.gz, line *: “*” is no log line', 'access-2026-01-04.log.gz cannot be read: *', '* hosts asked for robots.txt, in 3003 lines', '...', 'sequential *', 'thread pool *', 'process pool *', 'every way found the same *',
      ],
    },
  },
  main({ archives, lines, workers, damaged, folder: own }) {
    const folder = own || mkdtempSync(join(tmpdir(), 'threadbook-logs-'));
    try {
      using threads = new ThreadPoolExecutor(workers || availableParallelism(), { name: 'scanners' });
      using processes = new ProcessPoolExecutor(threads.maxWorkers, { name: 'scanner processes' });
      let truth: string[] | undefined;
      if (!own) {
        const plans = Array.from({ length: archives }, (_, n): LogPlan => ({ folder, day: n + 1, lines, damage: !damaged ? 'none' : n === 1 ? 'bad lines' : n === archives - 1 ? 'cut off' : 'none' }));
        truth = [...new Set([...threads.map(generate, plans)].flat())].sort();
        print(`generated ${archives} archives of ${lines} lines`);
      }
      const paths = readdirSync(folder).filter((name) => name.endsWith('.gz')).sort().map((name) => join(folder, name));
      if (paths.length === 0) throw new Error(`${folder} has no *.gz files.`);
      const times: { way: string; ms: number; hosts: string[] }[] = [];
      for (const [way, search] of Object.entries(ways)) {
        void [...search(paths.slice(0, threads.maxWorkers), threads, processes)]; // A pool starts once and is used often: its start is not what is compared.
        const begin = performance.now();
        const found = [...search(paths, threads, processes)];
        const ms = performance.now() - begin;
        const hosts = [...new Set(found.flatMap((each) => each.hosts))].sort();
        if (times.length === 0) {
          for (const problem of found.flatMap((each) => each.problems)) print(problem);
          print(`${hosts.length} hosts asked for robots.txt, in ${found.reduce((sum, each) => sum + each.lines, 0)} lines`);
        }
        times.push({ way, ms, hosts });
      }
      print(`${'way'.padEnd(14)}${'time'.padStart(10)}   speed-up (${threads.maxWorkers} workers, ${availableParallelism()} processors)`);
      for (const { way, ms } of times) print(`${way.padEnd(14)}${ms.toFixed(0).padStart(7)} ms   ${(times[0]!.ms / ms).toFixed(2)}`);
      const expected = truth ?? times[0]!.hosts;
      for (const { way, hosts } of times) if (hosts.join() !== expected.join()) throw new Error(`${way} found ${hosts.length} hosts instead of ${expected.length}`);
      print(`every way found the same ${expected.length} hosts`);
    } finally {
      if (!own) rmSync(folder, { recursive: true });
    }
  },
});
