// One child process of a ProcessPoolExecutor, seen from the feeder: sends tasks, receives results, estimates how many it may be given in advance.
import type { ChildProcess } from 'node:child_process';
import type { Writable, Readable } from 'node:stream';
import { capacityOf } from './allocate.js';
import { FrameReader, FrameWriter, INITIALIZE, NAME, RUN, type FrameHead } from './frames.js';
import { i32, now } from './heap.js';
import { F_COUNT, F_ITEM, F_TASK } from './layout.js';
import { writeBytes } from './output.js';
import { RESULT_PIPE, TASK_PIPE } from './process-pipes.js';
import { BLOCK } from './queue-word.js';
import { textAt } from './text.js';

/** The most tasks a process has before it has run them. */
export const MOST_AHEAD = 64;

/** Work for about this long is sent in advance, in milliseconds: it hides the way through the pipe and holds little back from the others. */
const AHEAD = 2;

export interface WorkerProcessEvents {
  received(process: WorkerProcess, head: FrameHead, body: Buffer): void;
  /** After the last frame of a piece of the pipe. */
  caughtUp(process: WorkerProcess): void;
  /** Nothing comes any more; `why` ends a sentence that begins with the process. */
  gone(process: WorkerProcess, why: string): void;
}

export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #tasks: Writable;
  readonly #writer = new FrameWriter();
  readonly #known = new Set<number>();
  /** Numbers of the tasks it has, in their order. */
  readonly under: number[] = [];
  ready = false;
  /** How many more tasks it may be given. */
  #left: number;
  #mean = Infinity;
  #since = 0;

  /** @param initializer the block of an encoded initializer, 0 for none. `tasks`: how many it may run. */
  constructor(initializer: number, tasks: number, events: WorkerProcessEvents) {
    this.#left = tasks;
    const { fileURLToPath } = process.getBuiltinModule('node:url');
    this.#child = process.getBuiltinModule('node:child_process').spawn(process.execPath, [...inheritedArguments(), fileURLToPath(new URL('./pool-process.js', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    const child = this.#child;
    let failure: string | undefined;
    child.on('error', (error) => {
      failure = `could not be started: ${error.message}`;
      if (child.pid === undefined) events.gone(this, failure);
    });
    child.on('close', (code, signal) => {
      if (child.pid !== undefined) events.gone(this, failure ?? (signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`));
    });
    this.#tasks = child.stdio[TASK_PIPE] as Writable;
    // What breaks a pipe ends the process as well, and that is told above.
    for (const pipe of child.stdio) pipe?.on('error', () => undefined);
    for (const output of [child.stdout, child.stderr]) output?.on('data', (data: Buffer) => writeBytes(data));
    const reader = new FrameReader();
    (child.stdio[RESULT_PIPE] as Readable | null)?.on('data', (chunk: Buffer) => {
      const before = this.under.length;
      reader.read(chunk, (head, body) => events.received(this, head, body));
      this.#learn(before - this.under.length);
      events.caughtUp(this);
    });
    this.#writer.add(INITIALIZE, 0, 0, 0, 0, 0, 0, initializer === 0 ? undefined : contents(initializer));
    this.flush();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How many more tasks it should be given now. */
  get room(): number {
    if (!this.ready) return 0;
    const most = Math.min(MOST_AHEAD, 1 + Math.floor(AHEAD / this.#mean), this.#left + this.under.length);
    // In batches: a refill for every result would cost a system call each.
    return this.under.length * 2 > most ? 0 : most - this.under.length;
  }

  /** Whether it has been given all tasks that it may run: it ends after them, and another takes its place. */
  get spent(): boolean {
    return this.#left === 0;
  }

  /** Adds the task of a future to what `flush` sends. */
  run(slot: number, future: number): void {
    if (this.under.length === 0) this.#since = now();
    this.under.push(slot);
    this.#left--;
    const name = i32[future + F_TASK]!;
    if (!this.#known.has(name)) {
      this.#known.add(name);
      const text = Buffer.from(textAt(name), 'utf8');
      const words = new Int32Array((text.length + 3) >> 2);
      Buffer.from(words.buffer).set(text);
      this.#writer.add(NAME, name, 0, 0, 0, text.length, 0, words);
    }
    const block = argumentsBlock(future);
    this.#writer.add(RUN, slot, name, i32[future + F_COUNT]!, i32[future + F_ITEM]!, i32[future + F_ITEM + 1]!, i32[future + F_ITEM + 2]!, block === 0 ? undefined : contents(block));
  }

  flush(): void {
    // The stream may keep what it is given, the writer reuses it.
    if (!this.#writer.empty) this.#tasks?.write(Buffer.from(this.#writer.take()));
  }

  /** Lets the process end after what it has. */
  end(): void {
    this.#tasks?.end();
  }

  /** Ends it whatever it does. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #learn(finished: number): void {
    if (finished <= 0) return;
    const time = now();
    const sample = (time - this.#since) / finished;
    this.#since = time;
    // A long task makes it careful at once, short ones make it bold slowly.
    this.#mean = this.#mean === Infinity ? sample : sample > this.#mean ? (this.#mean + sample) / 2 : this.#mean * 0.8 + sample * 0.2;
  }
}

/** The block that holds a future's arguments, 0 where they lie in the future itself. */
export function argumentsBlock(future: number): number {
  const count = i32[future + F_COUNT]!;
  return count === -1 || (count === 1 && i32[future + F_ITEM] === BLOCK) ? i32[future + F_ITEM + 1]! : 0;
}

function contents(block: number): Int32Array {
  return i32.subarray(block, block + capacityOf(block));
}

/** The engine's options of this process, without those that only one process can have. */
function inheritedArguments(): string[] {
  const kept: string[] = [];
  const given = process.execArgv;
  for (let n = 0; n < given.length; n++) {
    if (/^(-e|-p|-pe|--eval|--print|-i|--interactive)$/.test(given[n]!)) {
      if (given[n + 1] !== undefined && !given[n + 1]!.startsWith('-')) n++;
    } else if (!/^--(inspect|test|watch|input-type|cpu-prof|heap-prof|eval=|print=)/.test(given[n]!)) kept.push(given[n]!);
  }
  return kept;
}
