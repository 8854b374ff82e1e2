// A future in the heap: its state, the arguments of its task, later the result. The block is shared by whoever submitted it and the worker that runs it.
import { allocate, free } from './allocate.js';
import { encode } from './encode.js';
import { i32 } from './heap.js';
import {
  CANCELLED, COMPLETIONS, F_COUNT, F_ITEM, F_NUMBER, F_REFS, F_RUNNER, F_SHARED, F_STATE, F_TASK, F_WAITERS, F_WORDS, FINISHED, MANY, NEXT_FUTURE, PENDING,
  RAISED,
} from './layout.js';
import { BLOCK, discardItem, item, pack, peek, unpack } from './queue-word.js';
import { internText } from './text.js';
import { taskOf, type Task } from './task.js';

const addresses = new WeakMap<Task, number>();

/** The text address that stands for a task. */
function addressOf(task: Task): number {
  let address = addresses.get(task);
  if (address === undefined) {
    const found = taskOf(task);
    if (found === undefined) throw new TypeError('An executor runs tasks: declare the function with task(import.meta.url, function name() { ... }) and pass that.');
    address = internText(`${found.taskModule}\n${found.taskName}`);
    addresses.set(task, address);
  }
  return address;
}

/** A pending future with two references: the submitter's and the worker's. Throws CannotTravel, HeapFull. */
export function newFuture(task: Task, args: readonly unknown[]): number {
  const address = addressOf(task);
  // The arguments first: they may not be able to travel.
  if (args.length === 1) pack(args[0]);
  else if (args.length > 1) item.low = encode(args);
  const at = allocate(F_WORDS);
  i32[at + F_REFS] = 2;
  i32[at + F_WAITERS] = 0;
  i32[at + F_RUNNER] = 0;
  i32[at + F_TASK] = address;
  i32[at + F_COUNT] = args.length > 1 ? -1 : args.length;
  if (args.length > 0) storeResult(at);
  i32[at + F_NUMBER] = 0;
  i32[at + F_SHARED] = 0;
  Atomics.store(i32, at + F_STATE, PENDING);
  return at;
}

/** A pending future without a task, with one reference: whoever has it completes it. */
export function newOpenFuture(): number {
  const at = allocate(F_WORDS);
  i32.fill(0, at, at + F_WORDS);
  i32[at + F_REFS] = 1;
  Atomics.store(i32, at + F_STATE, PENDING);
  return at;
}

/** A number for messages and the table of resources, given when first asked for. */
export function futureNumber(at: number): number {
  if (i32[at + F_NUMBER] === 0) Atomics.compareExchange(i32, at + F_NUMBER, 0, Atomics.add(i32, NEXT_FUTURE, 1) + 1);
  return i32[at + F_NUMBER]!;
}

export function storeResult(at: number): void {
  i32[at + F_ITEM] = item.tag;
  i32[at + F_ITEM + 1] = item.low;
  i32[at + F_ITEM + 2] = item.high;
}

export function loadResult(at: number): void {
  item.tag = i32[at + F_ITEM]!;
  item.low = i32[at + F_ITEM + 1]!;
  item.high = i32[at + F_ITEM + 2]!;
}

/** The result or the error; it leaves the block unless other threads will ask for it too. */
export function resultOf(at: number): unknown {
  loadResult(at);
  if (i32[at + F_SHARED] === 1) return peek();
  i32[at + F_COUNT] = TAKEN;
  return unpack();
}

/** Ends a future with `state` and the packed item, and wakes all who wait. */
export function completeFuture(at: number, state: number): void {
  storeResult(at);
  settleFuture(at, state);
}

/** Without a result. */
export function settleFuture(at: number, state: number): void {
  Atomics.store(i32, at + F_STATE, state);
  wakeWaiters(at);
}

export function wakeWaiters(at: number): void {
  const waiters = Atomics.load(i32, at + F_WAITERS);
  if (waiters === 0) return;
  Atomics.notify(i32, at + F_STATE);
  if (waiters >= MANY) {
    Atomics.add(i32, COMPLETIONS, 1);
    Atomics.notify(i32, COMPLETIONS);
  }
}

export function keepFuture(at: number): void {
  Atomics.add(i32, at + F_REFS, 1);
}

/** Gives a reference back; the last one frees the block and what it holds. */
export function dropFuture(at: number): void {
  if (Atomics.sub(i32, at + F_REFS, 1) !== 1) return;
  const state = i32[at + F_STATE]!;
  if (state === FINISHED || state === RAISED) {
    if (i32[at + F_COUNT] !== TAKEN) {
      loadResult(at);
      discardItem();
    }
  } else if (state === CANCELLED || state === PENDING) {
    discardArguments(at);
  }
  free(at);
}

/** F_COUNT says so when the result was taken. */
const TAKEN = -2;

function discardArguments(at: number): void {
  const count = i32[at + F_COUNT]!;
  if (count === 0) return;
  loadResult(at);
  if (count === -1) item.tag = BLOCK;
  discardItem();
}

/** The arguments of a future that is about to run; they leave the block. */
export function takeArguments(at: number): unknown[] {
  const count = i32[at + F_COUNT]!;
  if (count === 0) return [];
  loadResult(at);
  if (count === 1) return [unpack()];
  item.tag = BLOCK;
  return unpack() as unknown[];
}
