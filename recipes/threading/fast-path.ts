// The hot steps of locks and queues as WebAssembly on the shared heap: about half the cost of the same atomics in JavaScript. Whatever is not
// simple (contention, a full segment, a place to note) is answered with "slow", and the caller goes the way in JavaScript.
import { memory, now } from './heap.js';
import {
  EPOCH_F64, HEAP_PAGES, L_ACQUISITIONS_F64, L_BELOW, L_SINCE_F64, L_TAKEN, L_WORD, Q_CAPACITY, Q_CLOSED, Q_GET_WAITERS, Q_GETS, Q_HEAD, Q_HEAD_GUARD,
  Q_PUT_WAITERS, Q_PUTS, Q_SEEN_GETS, Q_SEEN_PUTS, Q_SPARE, Q_TAIL, Q_TAIL_GUARD, R_ID, SAMPLED, SEGMENT_ITEMS, SEQUENCE, TELEMETRY, TICK, TICK_TIME_F64,
  W_RING, W_RING_HEAD, W_RING_LOST, W_RING_TAIL, WAITERS,
} from './layout.js';
import {
  add, again, and, assemble, atomicAdd, atomicExchange, atomicLoad, atomicStore, block, call, compareExchange, constant, doubleAdd, double, drop, equal, FIRST,
  giveBack, global, greaterOrEqualSigned, greaterSigned, isZero, load, loadDouble, local, loop, multiply, notEqual, or, set, setGlobal, shiftLeft, store, storeDouble,
  subtract, when, type Code, type WasmFunction, lessSigned, NOW,
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

/** What a queue call answers beside DONE (0), FULL or EMPTY (1) and CLOSED (2). */
export const QUEUE_SLOW = 3;
/** Done, and somebody sleeps who should be woken. */
export const DONE_WAKE = 4;

/** Events a history ring holds, see history.ts. */
export const RING_EVENTS = 1024;

// Addresses inside the module are bytes; the record of a resource comes as its word address and is multiplied once.
const W = 4;
const none = constant(0);
// Globals, set when the thread begins: its id, its worker record (bytes), where a got item is left (bytes).
const ID = 0;
const WORKER = 1;
const ITEM = 2;

/** The sample for which ROOM was counted, how many events the ring still takes in it, and how many found no room. */
const SEEN = 3;
const ROOM = 4;
const LOST = 5;
/** The lock that this thread has taken last and still holds (word address), 0 for none; L_BELOW leads on to the one before. */
const TOP = 6;
/** Stacks that may still be captured in this sample where nothing blocks. */
const CAPTURES = 7;
const GLOBALS = 8;

/** Stack captures a thread may spend between two samples on what does not block. */
const CAPTURES_A_SAMPLE = 16;

const HISTORY = FIRST;

/** history(what << 27, resource): adds an event, as history.ts does. The ring bounds how often the clock is read: 1,024 times a sample at most. */
const history: WasmFunction = {
  name: 'history',
  parameters: 2,
  results: 0,
  locals: 2,
  body: block(
    setGlobal(ROOM, subtract(global(ROOM), constant(1))),
    set(2, load(W_RING_HEAD * W, global(WORKER))),
    set(3, add(shiftLeft(load(W_RING * W, global(WORKER)), constant(2)), shiftLeft(and(local(2), constant(RING_EVENTS - 1)), constant(4)))),
    store(0, local(3), atomicAdd(SEQUENCE * W, none, constant(1))),
    store(4, local(3), global(ID)),
    store(8, local(3), or(local(0), load(R_ID * W, local(1)))),
    // Tenths of a millisecond since the epoch of the heap.
    store(12, local(3), tenths()),
    atomicStore(W_RING_HEAD * W, global(WORKER), add(local(2), constant(1))),
  ),
};

const REFILL = FIRST + 8;

/** refill(): once a sample, tells the supervisor what was lost and counts the room anew. */
const refill: WasmFunction = {
  name: 'refill',
  parameters: 0,
  results: 0,
  locals: 0,
  body: block(
    setGlobal(SEEN, load(TICK * W, none)),
    setGlobal(ROOM, none),
    setGlobal(CAPTURES, multiply(load(TELEMETRY * W, none), constant(CAPTURES_A_SAMPLE))),
    when(isZero(and(load(TELEMETRY * W, none), load(SAMPLED * W, none))), [0x0f]),
    when(isZero(global(WORKER)), [0x0f]),
    when(isZero(load(W_RING * W, global(WORKER))), [0x0f]),
    store(W_RING_LOST * W, global(WORKER), add(load(W_RING_LOST * W, global(WORKER)), global(LOST))),
    setGlobal(LOST, none),
    setGlobal(ROOM, subtract(constant(RING_EVENTS), subtract(load(W_RING_HEAD * W, global(WORKER)), load(W_RING_TAIL * W, global(WORKER))))),
  ),
};

/** used(): history.ts has added an event in its own way. */
const used: WasmFunction = { name: 'used', parameters: 0, results: 0, locals: 0, body: when(global(ROOM), setGlobal(ROOM, subtract(global(ROOM), constant(1)))) };

/** i32.trunc_sat_f64_u of (now - epoch) * 10. */
function tenths(): Code {
  return [...call(NOW), ...loadDouble(EPOCH_F64 * 8, none), 0xa1, ...double(10), 0xa2, 0xfc, 0x03];
}

const ACQUIRED = 4;
const RELEASED = 5;
const PUT_IN = 7;
const GOT = 8;
const lookAtSample = (): Code => when(notEqual(load(TICK * W, none), global(SEEN)), call(REFILL));
const noteInSample = (what: number, record: Code): Code =>
  when(global(ROOM), call(HISTORY, constant(what << 27), record), setGlobal(LOST, add(global(LOST), constant(1))));
const note = (what: number, record: Code): Code => block(lookAtSample(), noteInSample(what, record));

/** mayCapture(): 1 where a stack may be captured on a path that does not block; takes one from the budget. */
const mayCapture: WasmFunction = {
  name: 'mayCapture',
  parameters: 0,
  results: 1,
  locals: 0,
  body: block(
    lookAtSample(),
    when(isZero(global(CAPTURES)), giveBack(none)),
    setGlobal(CAPTURES, subtract(global(CAPTURES), constant(1))),
    constant(1),
  ),
};

/** mayCaptureMore(count): the next acquisitions of this sample get a stack each, whatever the budget. */
const mayCaptureMore: WasmFunction = { name: 'mayCaptureMore', parameters: 1, results: 0, locals: 0, body: setGlobal(CAPTURES, add(global(CAPTURES), local(0))) };

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
    storeDouble(L_ACQUISITIONS_F64 * 8, local(2), doubleAdd(loadDouble(L_ACQUISITIONS_F64 * 8, local(2)), double(1))),
    storeDouble(L_SINCE_F64 * 8, local(2), loadDouble(TICK_TIME_F64 * 8, none)),
    store(L_TAKEN * W, local(2), none),
    store(L_BELOW * W, local(2), global(TOP)),
    setGlobal(TOP, local(0)),
    note(ACQUIRED, local(2)),
    when(global(CAPTURES), giveBack(constant(TAKEN_NOTE))),
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

/** enter(address of a guard in bytes): 0 when taken; 1 when it was not to be had in a short while. */
const ENTER = FIRST + 3;
const enterGuard: WasmFunction = {
  name: 'enter',
  parameters: 1,
  results: 1,
  locals: 1,
  body: block(
    loop(
      block(
        when(isZero(load(0, local(0))), when(isZero(compareExchange(0, local(0), none, global(ID))), giveBack(none))),
        set(1, add(local(1), constant(1))),
        when(lessSigned(local(1), constant(100)), again(1)),
      ),
    ),
    constant(1),
  ),
};

/** leave(address of a guard in bytes): 1 where somebody sleeps there and must be notified by the caller. */
const leaveGuard = (address: Code): Code => and(atomicExchange(0, address, none), constant(WAITERS));

/** put(record, tag, low, high): see fifoPut. */
const put: WasmFunction = {
  name: 'put',
  parameters: 4,
  results: 1,
  locals: 5,
  body: block(
    set(4, shiftLeft(local(0), constant(2))),
    when(call(ENTER, add(local(4), constant(Q_TAIL_GUARD * W))), giveBack(constant(QUEUE_SLOW))),
    set(5, load(Q_PUTS * W, local(4))),
    set(6, shiftLeft(load(Q_TAIL * W, local(4)), constant(2))),
    set(7, subtract(local(5), load(4, local(6)))),
    // Closed, or a segment is needed: not here.
    when(or(load(Q_CLOSED * W, local(4)), equal(local(7), constant(SEGMENT_ITEMS))), block(unlockTail(), giveBack(constant(QUEUE_SLOW)))),
    when(load(Q_CAPACITY * W, local(4)), when(
      greaterOrEqualSigned(subtract(local(5), load(Q_SEEN_GETS * W, local(4))), load(Q_CAPACITY * W, local(4))),
      block(
        store(Q_SEEN_GETS * W, local(4), atomicLoad(Q_GETS * W, local(4))),
        when(greaterOrEqualSigned(subtract(local(5), load(Q_SEEN_GETS * W, local(4))), load(Q_CAPACITY * W, local(4))), block(unlockTail(), giveBack(constant(1)))),
      ),
    )),
    set(8, add(local(6), add(constant(8), shiftLeft(local(7), constant(4))))),
    store(0, local(8), local(1)),
    store(4, local(8), local(2)),
    store(8, local(8), local(3)),
    note(PUT_IN, local(4)),
    atomicStore(Q_PUTS * W, local(4), add(local(5), constant(1))),
    unlockTail(),
    when(atomicLoad(Q_GET_WAITERS * W, local(4)), giveBack(constant(DONE_WAKE))),
    none,
  ),
};

/** A sleeper at the guard is woken by its own time limit if not by this: guards are held for nanoseconds, so it is rare. */
function unlockTail(): Code {
  return when(leaveGuard(add(local(4), constant(Q_TAIL_GUARD * W))), wake(add(local(4), constant(Q_TAIL_GUARD * W))));
}

/** memory.atomic.notify for one. */
function wake(address: Code): Code {
  return drop([...address, ...constant(1), 0xfe, 0x00, 2, 0]);
}

/** get(record, closedFrom): see fifoGet; the item is left where `begin` said. */
const get: WasmFunction = {
  name: 'get',
  parameters: 2,
  results: 1,
  locals: 5,
  body: block(
    set(2, shiftLeft(local(0), constant(2))),
    when(call(ENTER, add(local(2), constant(Q_HEAD_GUARD * W))), giveBack(constant(QUEUE_SLOW))),
    set(3, load(Q_GETS * W, local(2))),
    when(load(Q_CLOSED * W, local(2)), block(unlockHead(), giveBack(constant(QUEUE_SLOW)))),
    when(isZero(ahead()), block(
      store(Q_SEEN_PUTS * W, local(2), atomicLoad(Q_PUTS * W, local(2))),
      when(isZero(ahead()), block(unlockHead(), giveBack(constant(QUEUE_SLOW)))),
    )),
    set(4, shiftLeft(load(Q_HEAD * W, local(2)), constant(2))),
    set(5, subtract(local(3), load(4, local(4)))),
    when(equal(local(5), constant(SEGMENT_ITEMS)), block(unlockHead(), giveBack(constant(QUEUE_SLOW)))),
    set(6, add(local(4), add(constant(8), shiftLeft(local(5), constant(4))))),
    store(0, global(ITEM), load(0, local(6))),
    store(4, global(ITEM), load(4, local(6))),
    store(8, global(ITEM), load(8, local(6))),
    note(GOT, local(2)),
    atomicStore(Q_GETS * W, local(2), add(local(3), constant(1))),
    unlockHead(),
    when(load(Q_CAPACITY * W, local(2)), when(atomicLoad(Q_PUT_WAITERS * W, local(2)), giveBack(constant(DONE_WAKE)))),
    none,
  ),
};

/** Whether puts were seen beyond the gets; consumers in JavaScript do not keep the note of it, so that it may also lie behind. */
function ahead(): Code {
  return greaterSigned(subtract(load(Q_SEEN_PUTS * W, local(2)), local(3)), none);
}

function unlockHead(): Code {
  return when(leaveGuard(add(local(2), constant(Q_HEAD_GUARD * W))), wake(add(local(2), constant(Q_HEAD_GUARD * W))));
}

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
        // WebAssembly has no pause; a fence keeps the processor as quiet, and leaves more to a sibling on the same core.
        [0xfe, 0x03, 0x00],
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
  put(record: number, tag: number, low: number, high: number): number;
  get(record: number, closedFrom: number): number;
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

// The order gives the functions the numbers HISTORY, ENTER and REFILL.
const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble(HEAP_PAGES, GLOBALS, [history, lock, unlock, enterGuard, put, get, begin, spin, refill, used, mayCapture, mayCaptureMore, top, setTop])), { m: { m: memory, now } });

export const fast = instance.exports as FastPath;
fast.refill();
