// What this thread knows of itself: its id, its record in the heap, its budget of stacks. Local to the thread, not shared.
import { fast } from './fast-path.js';
import { f64, i32, now } from './heap.js';
import { reserveId, self } from './identity.js';
import {
  ALIVE_THREADS, FLAG_HOST_MAIN, MAIN_THREAD, STATE_RUNNING, SUPERVISOR_ITEM, T_FLAGS, T_ITEM, T_NAME, T_STARTED_F64, T_STATE, W_ITEM,
} from './layout.js';
import { internText } from './text.js';
import { newThreadRecord } from './thread-record.js';

export { self };

/** This thread's id; the main thread of a plain program, or a foreign worker, enters itself at its first use. */
export function me(): number {
  return self.id === 0 ? enterItself() : self.id;
}

/** From now on this thread acts as thread `id`; a worker between two threads passes an id that is nobody's, and no record. */
export function becomeThread(id: number, record: number): void {
  self.id = id;
  self.record = record;
  self.item = self.supervises ? SUPERVISOR_ITEM : self.worker !== 0 ? self.worker + W_ITEM : record + T_ITEM;
  fast.begin(id, self.worker * 4, self.item * 4);
}

function enterItself(): number {
  const record = newThreadRecord(reserveId());
  const first = Atomics.compareExchange(i32, MAIN_THREAD, 0, record.at) === 0;
  i32[record.at + T_FLAGS] = FLAG_HOST_MAIN;
  i32[record.at + T_NAME] = internText(first ? 'MainThread' : `Foreign-${record.id}`);
  f64[(record.at >> 1) + T_STARTED_F64] = now();
  Atomics.add(i32, ALIVE_THREADS, 1);
  Atomics.store(i32, record.at + T_STATE, STATE_RUNNING);
  becomeThread(record.id, record.at);
  return record.id;
}

/** Whether a stack may be captured on a path that does not block; takes one from the budget of this sample. */
export function mayCapture(): boolean {
  return fast.mayCapture() !== 0;
}
