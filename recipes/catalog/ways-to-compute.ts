// The same computation in six places: on the event loop, in threads, in processes, in the native pool of libuv, as JavaScript and as WebAssembly.
import { pbkdf2 as nativePbkdf2 } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { javascriptKernel, pbkdf2, wasmKernel } from '../patterns/sha256.js';
import { defineRecipe } from '../recipe.js';
import { print, ProcessPoolExecutor, task, ThreadPoolExecutor } from '../threading/index.js';

const salt = 'pepper and salt';

/** A key out of a password: work for the processor and nothing else. */
export const deriveInJavaScript = task(import.meta.url, function deriveInJavaScript(password: string, iterations: number): string {
  return pbkdf2(javascriptKernel(), password, salt, iterations);
});

export const deriveInWasm = task(import.meta.url, function deriveInWasm(password: string, iterations: number): string {
  return pbkdf2(wasmKernel(), password, salt, iterations);
});

type Derive = typeof deriveInJavaScript;
interface Work {
  passwords: string[];
  iterations: number;
  workers: number;
}

async function onEventLoop({ passwords, iterations }: Work, derive: Derive): Promise<string[]> {
  return passwords.map((password) => derive(password, iterations));
}

async function inThreads({ passwords, iterations, workers }: Work, derive: Derive): Promise<string[]> {
  await using pool = new ThreadPoolExecutor(workers, { name: 'threads' });
  return await Promise.all(passwords.map((password) => pool.submit(derive, password, iterations)));
}

async function inProcesses({ passwords, iterations, workers }: Work, derive: Derive): Promise<string[]> {
  await using pool = new ProcessPoolExecutor(workers, { name: 'processes' });
  return await Promise.all(passwords.map((password) => pool.submit(derive, password, iterations)));
}

/** libuv has four threads for all work of this kind in the whole process, and for files and name look-ups too. */
async function inNativePool({ passwords, iterations }: Work): Promise<string[]> {
  const keys = await Promise.all(passwords.map((password) => promisify(nativePbkdf2)(password, salt, iterations, 32, 'sha256')));
  return keys.map((key) => key.toString('hex'));
}

const ways: Record<string, (work: Work) => Promise<string[]>> = {
  'event loop, JavaScript': (work) => onEventLoop(work, deriveInJavaScript),
  'event loop, WebAssembly': (work) => onEventLoop(work, deriveInWasm),
  'threads, JavaScript': (work) => inThreads(work, deriveInJavaScript),
  'threads, WebAssembly': (work) => inThreads(work, deriveInWasm),
  'processes, JavaScript': (work) => inProcesses(work, deriveInJavaScript),
  'processes, WebAssembly': (work) => inProcesses(work, deriveInWasm),
  'native pool of libuv': inNativePool,
};

/** What else wants to go on meanwhile: a timer every 5 ms, and one question to the file system after the other. Tells the longest that each was held up. */
function bystanders(): { stop(): Promise<{ timer: number; file: number }> } {
  let last = performance.now();
  let timer = 0;
  let file = 0;
  let stopped = false;
  const beat = () => {
    timer = Math.max(timer, performance.now() - last - 5);
    last = performance.now();
  };
  const beats = setInterval(beat, 5);
  const files = (async () => {
    while (!stopped) {
      const asked = performance.now();
      await stat('/');
      file = Math.max(file, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    async stop() {
      beat();
      stopped = true;
      clearInterval(beats);
      await files;
      return { timer, file };
    },
  };
}

export const recipe = defineRecipe({
  section: '12.9',
  title: 'Where to compute',
  story: 'Keys are derived on the event loop, in threads, processes, libuv’s pool and WebAssembly: who is fast, and who blocks whom.',
  doc: [
    'Python has one lock for its interpreter, so that threads do not compute at the same time; the ways out are processes and native code. Here each thread has an engine of its own and no such lock, but an event loop that computes does nothing else.',
    'The table shows the time of each way, and the longest that a timer and a question to the file system had to wait meanwhile.',
    'On the event loop everything stands still. Threads and processes hold up nobody. The native pool is the fastest and leaves the timer alone, but it has four threads for the whole process: files wait in its queue.',
    'In the sidebar, the main thread computes alone at first; later it is in its event loop while the threads run. Of the processes one sees their pool and the thread that feeds it, of the native pool nothing: they are not threads of the program.',
    'WebAssembly changes how fast one core is, not who waits.',
  ].join(' '),
  parameters: {
    keys: { type: 'integer', default: 24, minimum: 1, maximum: 1_000, help: 'How many keys are derived in each way.' },
    iterations: { type: 'integer', default: 100_000, minimum: 1, maximum: 10_000_000, help: 'How much work a key is: iterations of PBKDF2.' },
    workers: { type: 'integer', default: 0, minimum: 0, maximum: 64, help: 'Threads and processes; 0 for as many as there are processors.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { keys: 3, iterations: 1_000, workers: 2 },
    lines: {
      MainThread: [
        'way * time * speed-up * timer late * file late', 'event loop, JavaScript * ms * 1.00 * ms * ms', 'event loop, WebAssembly * ms *', 'threads, JavaScript * ms *', 'threads, WebAssembly * ms *',
        'processes, JavaScript * ms *', 'processes, WebAssembly * ms *', 'native pool of libuv * ms *', 'all ways derived the same 3 keys',
      ],
    },
  },
  async main({ keys, iterations, workers }) {
    const work: Work = { passwords: Array.from({ length: keys }, (_, n) => `password ${n + 1}`), iterations, workers: workers || availableParallelism() };
    print(`${'way'.padEnd(24)}${'time'.padStart(10)}${'speed-up'.padStart(10)}${'timer late'.padStart(12)}${'file late'.padStart(12)}`);
    let first: { ms: number; keys: string } | undefined;
    for (const [way, run] of Object.entries(ways)) {
      const others = bystanders();
      const begin = performance.now();
      const derived = (await run(work)).join();
      const ms = performance.now() - begin;
      const { timer, file } = await others.stop();
      first ??= { ms, keys: derived };
      const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
      print(`${way.padEnd(24)}${milliseconds(ms).padStart(10)}${(first.ms / ms).toFixed(2).padStart(10)}${milliseconds(timer).padStart(12)}${milliseconds(file).padStart(12)}`);
      if (derived !== first.keys) throw new Error(`${way} derived other keys`);
    }
    print(`all ways derived the same ${keys} keys`);
  },
});
