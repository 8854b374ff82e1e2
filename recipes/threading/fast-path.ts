// The hot steps of locks and queues as WebAssembly on the shared heap: about half the cost of the same atomics in JavaScript. Whatever is not
// simple (contention, a full segment, a place to note) is answered with "slow", and the caller goes the way in JavaScript.
import {
  ACQUIRED, CAPTURES, figure, GLOBALS, history, ID, ITEM, mayCapture, mayCaptureMore, none, note, noteInSample, refill, REFILL, RELEASED, TOP, used, W, WORKER,
} from './fast-notes.js';
import { enterGuard, get, pause, put } from './fast-queue.js';
import { memory, now } from './heap.js';
import { HEAP_PAGES, L_ACQUISITIONS_F64, L_BELOW, L_SINCE_F64, L_TAKEN, L_WORD, TICK_TIME_F64 } from './layout.js';
import {
  again, and, assemble, atomicLoad, block, call, compareExchange, constant, doubleAdd, double, equal, giveBack, global, isZero, load, loadDouble,
  local, loop, notEqual, or, set, setGlobal, shiftLeft, store, storeDouble, subtract, when, type WasmFunction,
} from './wasm-assembler.js';

/** What `lock` answers: taken; not to be had at once. */
export const TAKEN = 0;
export const SLOW = 1;
/** Taken; the caller may note where. */
export const TAKEN_NOTE = 2;
/** Not tried: the thread holds another lock, so that the order has to be noted first, or it is not known to the runtime yet. */
export const NESTED = 3;

/** What `unlock` answers: given back; not tried, because somebody waits, another lock was taken later, or it is not this thread's. */
export const GIVEN = 0;
export const NOT_GIVEN = 1;
/** Somebody has just begun to wait: all is noted, and only the word is left to do. */
export const NOTED = 2;

/** top(): the lock that this thread has taken last and still holds; 0 for none. */
const top: WasmFunction = { name: 'top', parameters: 0, results: 1, locals: 0, body: global(TOP) };

/** setTop(record): where locks were not taken or given back here. */
const setTop: WasmFunction = { name: 'setTop', parameters: 1, results: 0, locals: 0, body: setGlobal(TOP, local(0)) };

/** lock(record, orderNoted): TAKEN, TAKEN_NOTE, SLOW; NESTED unless the second is 1. */
const lock: WasmFunction = {
  name: 'lock',
  parameters: 2,
  results: 1,
  locals: 1,
  body: block(
    when(isZero(local(1)), when(or(global(TOP), isZero(global(ID))), giveBack(constant(NESTED)))),
    set(2, shiftLeft(local(0), constant(2))),
    when(compareExchange(L_WORD * W, local(2), none, global(ID)), giveBack(constant(SLOW))),
    figure(storeDouble(L_ACQUISITIONS_F64 * 8, local(2), doubleAdd(loadDouble(L_ACQUISITIONS_F64 * 8, local(2)), double(1)))),
    figure(storeDouble(L_SINCE_F64 * 8, local(2), loadDouble(TICK_TIME_F64 * 8, none))),
    figure(store(L_TAKEN * W, local(2), none)),
    store(L_BELOW * W, local(2), global(TOP)),
    setGlobal(TOP, local(0)),
    note(ACQUIRED, local(2)),
    figure(when(global(CAPTURES), giveBack(constant(TAKEN_NOTE)))),
    constant(TAKEN),
  ),
};

/** unlock(record): GIVEN, NOT_GIVEN, NOTED. */
const unlock: WasmFunction = {
  name: 'unlock',
  parameters: 1,
  results: 1,
  locals: 1,
  body: block(
    when(notEqual(global(TOP), local(0)), giveBack(constant(NOT_GIVEN))),
    set(1, shiftLeft(local(0), constant(2))),
    when(notEqual(load(L_WORD * W, local(1)), global(ID)), giveBack(constant(NOT_GIVEN))),
    setGlobal(TOP, load(L_BELOW * W, local(1))),
    noteInSample(RELEASED, local(1)),
    when(equal(compareExchange(L_WORD * W, local(1), global(ID), none), global(ID)), giveBack(constant(GIVEN))),
    constant(NOTED),
  ),
};

/** begin(id, worker, item): who calls from now on, without any lock. Addresses in bytes. */
const begin: WasmFunction = {
  name: 'begin',
  parameters: 3,
  results: 0,
  locals: 0,
  body: block(setGlobal(ID, local(0)), setGlobal(WORKER, local(1)), setGlobal(ITEM, local(2)), setGlobal(TOP, none), call(REFILL)),
};

/** spin(address in words, expected, times): 1 as soon as the word is another, 0 after `times` looks. */
const spin: WasmFunction = {
  name: 'spin',
  parameters: 3,
  results: 1,
  locals: 0,
  body: block(
    set(0, shiftLeft(local(0), constant(2))),
    loop(
      block(
        when(notEqual(atomicLoad(0, local(0)), local(1)), giveBack(constant(1))),
        pause(),
        set(2, subtract(local(2), constant(1))),
        when(local(2), again(1)),
      ),
    ),
    none,
  ),
};

interface FastPath {
  begin(id: number, worker: number, item: number): void;
  lock(record: number, orderNoted: 0 | 1): number;
  unlock(record: number): number;
  top(): number;
  setTop(record: number): void;
  mayCapture(): number;
  mayCaptureMore(count: number): void;
  put(record: number, tag: number, low: number, high: number, spins: number): number;
  get(record: number, spins: number): number;
  spin(address: number, expected: number, times: number): number;
  used(): void;
  refill(): void;
}

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: { m: { m: unknown; now: () => number } });
    readonly exports: unknown;
  }
}

// The first three have the numbers by which the others call them.
const functions = [history, refill, enterGuard, lock, unlock, put, get, begin, spin, used, mayCapture, mayCaptureMore, top, setTop];
const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble(HEAP_PAGES, GLOBALS, functions)), { m: { m: memory, now } });

export const fast = instance.exports as FastPath;
fast.refill();
