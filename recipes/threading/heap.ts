// The one shared memory of the process and this thread's views of it. Must be loaded before anything that keeps state.
import { performance } from 'node:perf_hooks';
import { workerData } from 'node:worker_threads';
import {
  BUMP, DYNAMIC_START, EPOCH_F64, EPOCH_HR_F64, HEAP_PAGES, LAYOUT_VERSION, TELEMETRY, TEXT_BUMP, TEXT_START, THREAD_LIMIT, SPARE_LIMIT, VERSION,
} from './layout.js';

declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
  }
}

export type SharedMemory = InstanceType<typeof WebAssembly.Memory>;

/** What a worker of the runtime is given at its birth, under `workerData.threadbook`. */
export interface Birthright {
  memory: SharedMemory;
  /** Word address of the worker record. */
  worker: number;
}

const given = (typeof workerData === 'object' && workerData !== null ? workerData : {}) as { threadbook?: Birthright; threadbookSupervisor?: { memory: SharedMemory } };

/** Undefined in a thread that was not started by the runtime. */
export const birthright = given.threadbook;

/** The process's heap. The first thread that loads the runtime makes it. */
export const memory: SharedMemory =
  birthright?.memory ?? given.threadbookSupervisor?.memory ?? new WebAssembly.Memory({ initial: HEAP_PAGES, maximum: HEAP_PAGES, shared: true });

export const i32 = new Int32Array(memory.buffer);
export const f64 = new Float64Array(memory.buffer);
export const u8 = new Uint8Array(memory.buffer);
/** Text conversion without the checks of `toString` and `write`; in every Node for years, but not in its types. */
export interface TextBuffer {
  latin1Slice(start: number, end: number): string;
  latin1Write(text: string, start: number, length: number): number;
  ucs2Slice(start: number, end: number): string;
  ucs2Write(text: string, start: number, length: number): number;
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, start: number, length: number): number;
}

export const bytes = Buffer.from(memory.buffer) as Buffer<SharedArrayBuffer> & TextBuffer;

const hrMilliseconds = (): number => Number(process.hrtime.bigint()) / 1e6;

if (i32[VERSION] === 0) {
  f64[EPOCH_F64] = performance.timeOrigin + performance.now();
  f64[EPOCH_HR_F64] = hrMilliseconds();
  i32[BUMP] = DYNAMIC_START / 4;
  i32[TEXT_BUMP] = TEXT_START * 4;
  i32[THREAD_LIMIT] = 1000;
  i32[SPARE_LIMIT] = 8;
  i32[TELEMETRY] = process.env['THREADBOOK_TELEMETRY'] === '0' ? 0 : 1;
  Atomics.store(i32, VERSION, LAYOUT_VERSION);
} else if (i32[VERSION] !== LAYOUT_VERSION) {
  throw new Error(`This thread was started by another version of the threading runtime (heap layout ${i32[VERSION]}, this one has ${LAYOUT_VERSION}). Load one version in all threads.`);
}

const offset = f64[EPOCH_F64]! + hrMilliseconds() - f64[EPOCH_HR_F64]! - performance.now();

/** Milliseconds since the epoch with a fraction, from one monotonic clock for all threads. About 50 ns. */
export function now(): number {
  return performance.now() + offset;
}

/** Whether the threads publish where they wait and what they did. Fixed when the process starts. */
export function telemetry(): boolean {
  return i32[TELEMETRY] === 1;
}
