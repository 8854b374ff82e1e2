// Which lock was taken while which other was held: remembered once a pair for the whole process, with both places, whether or not it ever led to a
// deadlock (what Linux calls lockdep). Notes and reads; judges nothing.
import { fast } from './fast-path.js';
import { enter, leave } from './guard.js';
import { i32, telemetry } from './heap.js';
import {
  L_BELOW, L_TAKEN, L_WORD, O_FIRST, O_FIRST_NAME, O_FIRST_SITE, O_SECOND, O_SECOND_NAME, O_SECOND_SITE, O_THREAD, ORDER_WORDS, ORDERS_COUNT, ORDERS_GUARD, ORDERS_MAX,
  ORDERS_REFUSED, ORDERS_SLOTS, ORDERS_START, ORDERS_TABLE, OWNER, R_ID,
} from './layout.js';
import { resourceName } from './resource.js';
import { self } from './self.js';
import { captureSite, stackAt } from './site.js';
import { internText, textAt } from './text.js';
import type { LockOrder } from './vocabulary.js';

/** A new lock is noted with so many of those taken last; the pairs with earlier ones follow from theirs. */
const NEAR = 8;

/** Pairs that this thread has noted: ids of both, found by a hash. A pair that is displaced is looked up in the heap again. */
const NOTED = 1024;
const noted = new Int32Array(NOTED * 2);
/** Pairs noted before it was known where their first lock was taken: how often that was tried. */
const tries = new Map<number, number>();
const PATIENCE = 4;

/** This thread has taken a lock. The fast path does the same: the locks that a thread holds are a list through their records, the last one first. */
export function holdsNow(at: number): void {
  i32[at + L_BELOW] = fast.top();
  fast.setTop(at);
}

/** This thread is about to give a lock back, which need not be the one that it took last. */
export function holdsNoMore(at: number): void {
  const top = fast.top();
  if (top === at) {
    fast.setTop(i32[at + L_BELOW]!);
    return;
  }
  for (let above = top; above !== 0 && isMine(above); above = i32[above + L_BELOW]!) {
    if (i32[above + L_BELOW] !== at) continue;
    i32[above + L_BELOW] = i32[at + L_BELOW]!;
    return;
  }
}

/** A record that was collected while its lock was held may be another lock by now. */
function isMine(at: number): boolean {
  return (i32[at + L_WORD]! & OWNER) === self.id;
}

/**
 * Notes that this thread is about to take a lock, and may block, while it holds others. A few nanoseconds for pairs it has noted before.
 * Call it before the lock is taken, so that a deadlock finds the order noted.
 */
export function noteOrders(at: number): void {
  if (!telemetry()) return;
  const second = i32[at + R_ID]!;
  let holds = fast.top();
  for (let n = 0; n < NEAR && holds !== 0 && isMine(holds); n++, holds = i32[holds + L_BELOW]!) {
    const first = i32[holds + R_ID]!;
    const place = ((Math.imul(first, 0x9e3779b1) ^ second) & (NOTED - 1)) * 2;
    if ((noted[place] === first && noted[place + 1] === second) || first === second) continue;
    if (!noteOrder(holds, first, at, second)) continue;
    noted[place] = first;
    noted[place + 1] = second;
  }
}

/** False where it should be tried again, because the first lock was taken too fast for its place to be known. */
function noteOrder(firstAt: number, first: number, secondAt: number, second: number): boolean {
  const taken = i32[firstAt + L_TAKEN]!;
  const entry = entryOf(first, second) || addEntry(firstAt, first, secondAt, second, taken);
  if (entry === 0 || i32[entry + O_FIRST_SITE] !== 0) return true;
  if (taken !== 0) {
    i32[entry + O_SECOND_SITE] = captureSite();
    Atomics.store(i32, entry + O_FIRST_SITE, taken);
    return true;
  }
  // The next acquisitions get a stack each: the pair most likely comes again at once.
  const tried = tries.get(entry) ?? 0;
  tries.set(entry, tried + 1);
  if (tried < PATIENCE) fast.mayCaptureMore(2);
  return tried >= PATIENCE;
}

function slotOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
}

/** Word address of the pair's entry, 0 where there is none. Slots are never emptied, so that this needs no guard. */
function entryOf(first: number, second: number): number {
  for (let slot = slotOf(first, second) % ORDERS_SLOTS; ; slot = (slot + 1) % ORDERS_SLOTS) {
    const entry = Atomics.load(i32, ORDERS_TABLE + slot);
    if (entry === 0 || (i32[entry + O_FIRST] === first && i32[entry + O_SECOND] === second)) return entry;
  }
}

/** A new entry, 0 where the table is full. A thread killed in here leaves at most an entry that is not found and comes a second time. */
function addEntry(firstAt: number, first: number, secondAt: number, second: number, taken: number): number {
  if (i32[ORDERS_COUNT]! >= ORDERS_MAX) {
    Atomics.add(i32, ORDERS_REFUSED, 1);
    return 0;
  }
  const site = captureSite();
  const firstName = internText(resourceName(firstAt));
  const secondName = internText(resourceName(secondAt));
  enter(ORDERS_GUARD);
  let entry = entryOf(first, second);
  const count = i32[ORDERS_COUNT]!;
  if (entry === 0 && count < ORDERS_MAX) {
    entry = ORDERS_START + count * ORDER_WORDS;
    i32[entry + O_FIRST] = first;
    i32[entry + O_SECOND] = second;
    i32[entry + O_FIRST_SITE] = taken;
    i32[entry + O_SECOND_SITE] = site;
    i32[entry + O_THREAD] = self.id;
    i32[entry + O_FIRST_NAME] = firstName;
    i32[entry + O_SECOND_NAME] = secondName;
    Atomics.store(i32, ORDERS_COUNT, count + 1);
    let slot = slotOf(first, second) % ORDERS_SLOTS;
    while (i32[ORDERS_TABLE + slot] !== 0) slot = (slot + 1) % ORDERS_SLOTS;
    Atomics.store(i32, ORDERS_TABLE + slot, entry);
  }
  leave(ORDERS_GUARD);
  return entry;
}

let read: readonly LockOrder[] = [];
/** Places in `read` whose first stack was not known. */
let incomplete: number[] = [];

/** Every pair noted so far, oldest first, and how many did not fit. The same array as before where nothing is new. */
export function observedOrders(): { orders: readonly LockOrder[]; dropped: number } {
  const dropped = i32[ORDERS_REFUSED]!;
  const count = Atomics.load(i32, ORDERS_COUNT);
  const completed = incomplete.filter((n) => Atomics.load(i32, ORDERS_START + n * ORDER_WORDS + O_FIRST_SITE) !== 0);
  if (count === read.length && completed.length === 0) return { orders: read, dropped };
  const orders = [...read];
  for (const n of completed) orders[n] = readOrder(n);
  incomplete = incomplete.filter((n) => !completed.includes(n));
  for (let n = read.length; n < count; n++) {
    const order = readOrder(n);
    if (order.firstStack.length === 0) incomplete.push(n);
    orders.push(order);
  }
  read = orders;
  return { orders, dropped };
}

function readOrder(n: number): LockOrder {
  const entry = ORDERS_START + n * ORDER_WORDS;
  return {
    first: i32[entry + O_FIRST]!,
    firstName: textAt(i32[entry + O_FIRST_NAME]!),
    firstStack: stackAt(i32[entry + O_FIRST_SITE]!),
    second: i32[entry + O_SECOND]!,
    secondName: textAt(i32[entry + O_SECOND_NAME]!),
    secondStack: stackAt(i32[entry + O_SECOND_SITE]!),
    thread: i32[entry + O_THREAD]!,
  };
}
