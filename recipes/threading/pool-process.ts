// The program of a ProcessPoolExecutor's child process: runs the tasks that come through a pipe, one after the other. It ends with its parent.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import './index.js';
import { allocate, capacityOf, free } from './allocate.js';
import { decode } from './decode.js';
import { encodeAbroad } from './encode.js';
import { asError } from './ending.js';
import { FrameReader, FrameWriter, INITIALIZE, NAME, NOT_READY, READY, RETURNED, RUN, THREW, type FrameHead } from './frames.js';
import { bytes, i32 } from './heap.js';
import { RESULT_PIPE, TASK_PIPE } from './process-pipes.js';
import { BLOCK, item, pack, unpack } from './queue-word.js';
import { loadedTask, loadTask, type Task } from './task.js';

interface Job {
  id: number;
  name: string;
  args: () => unknown[];
}

type Call = (...args: unknown[]) => unknown;

new Worker(new URL('./parent-watch.js', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 }, execArgv: [] }).unref();

const names = new Map<number, string>();
const jobs: Job[] = [];
const reader = new FrameReader();
const writer = new FrameWriter();
const pause = new Int32Array(new SharedArrayBuffer(4));
let working = false;
let ended = false;

const input = new Socket({ fd: TASK_PIPE, readable: true, writable: false });
input.on('data', (chunk: Buffer) => {
  reader.read(chunk, receive);
  void work();
});
input.on('error', leave);
input.on('end', leave);

function leave(): void {
  ended = true;
  if (!working) process.exit(0);
}

function receive(head: FrameHead, body: Buffer): void {
  switch (head.kind) {
    case NAME:
      names.set(head.id, body.toString('utf8', 0, head.low));
      break;
    case RUN: {
      const packed = { tag: head.count === -1 ? BLOCK : head.tag, low: body.length > 0 ? toBlock(body) : head.low, high: head.high };
      jobs.push({
        id: head.id,
        name: names.get(head.name)!,
        args: () => {
          if (head.count === 0) return [];
          Object.assign(item, packed);
          const value = unpack();
          return head.count === -1 ? (value as unknown[]) : [value];
        },
      });
      break;
    }
    case INITIALIZE:
      void initialize(body);
      break;
    default:
      throw new Error(`Unknown frame ${head.kind} from the parent process.`);
  }
}

function toBlock(body: Buffer): number {
  const block = allocate(body.length / 4);
  bytes.set(body, block * 4);
  return block;
}

/** The first frame of all; without an initializer its body is empty. */
async function initialize(body: Buffer): Promise<void> {
  try {
    if (body.length > 0) {
      const { task: given, args } = decode(toBlock(body)) as { task: Task; args: never[] };
      await (await loadTask(given.taskModule, given.taskName))(...args);
    }
  } catch (error) {
    answer(NOT_READY, 0, asError(error));
    return;
  }
  answer(READY, 0, undefined);
}

async function work(): Promise<void> {
  if (working) return;
  working = true;
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    try {
      const [module, name] = job.name.split('\n') as [string, string];
      const target = (loadedTask(module, name) ?? (await loadTask(module, name))) as unknown as Call;
      const result = target(...job.args());
      answer(RETURNED, job.id, isPromise(result) ? await result : result);
    } catch (error) {
      answer(THREW, job.id, asError(error));
    }
  }
  working = false;
  if (ended) process.exit(0);
}

/** Sends a value; it is in the pipe when the call returns, so that a task that kills the process takes no earlier result with it. */
function answer(kind: number, id: number, value: unknown): void {
  encodeAbroad(() => pack(value));
  if (item.tag === BLOCK) {
    const block = item.low;
    writer.add(kind, id, 0, 1, BLOCK, 0, 0, i32.subarray(block, block + capacityOf(block)));
    free(block);
  } else {
    writer.add(kind, id, 0, 1, item.tag, item.low, item.high);
  }
  const data = writer.take();
  for (let start = 0; start < data.length; ) {
    try {
      start += writeSync(RESULT_PIPE, data, start);
    } catch (error) {
      // Without a reader the results are for nobody.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(1);
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
