// Who this thread is, as plain fields: what the runtime's guards need before the thread has a record. How it gets one is for self.ts.
import { birthright, i32 } from './heap.js';
import { NEXT_THREAD_ID } from './layout.js';

export interface Self {
  /** 0 until the thread is known to the runtime. */
  id: number;
  /** Word address of its thread record. */
  record: number;
  /** Word address of its worker record; 0 in the main thread of a plain program. */
  worker: number;
  /** In the supervisor's thread nothing may block. */
  supervises: boolean;
  /** Word address where the fast path leaves an item. */
  item: number;
}

export const self: Self = { id: 0, record: 0, worker: birthright?.worker ?? 0, supervises: false, item: 0 };

let reserved = 0;

/** A fresh thread id. */
export function nextThreadId(): number {
  return Atomics.add(i32, NEXT_THREAD_ID, 1) + 1;
}

/** The id that a thread without one will have once it enters itself: a guard must know its holder, and the table of threads has a guard. */
export function reserveId(): number {
  return (reserved ||= nextThreadId());
}
