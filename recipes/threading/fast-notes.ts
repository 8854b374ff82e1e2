// What the fast path writes down about itself: the events of locks and queues, and the stacks that may still be captured in a sample. Pieces of the
// WebAssembly module that fast-path.ts puts together; all of them change nothing but this thread's own words.
import { telemetry } from './heap.js';
import { ALIVE_THREADS, EPOCH_F64, L_BELOW, R_ID, SAMPLED, SEQUENCE, TELEMETRY, TICK, W_RING, W_RING_HEAD, W_RING_LOST, W_RING_TAIL } from './layout.js';
import {
  add, and, atomicAdd, atomicStore, block, call, constant, divideSigned, double, FIRST, giveBack, global, greaterSigned, isZero, load, loadDouble, local, multiply,
  notEqual, or, set, setGlobal, shiftLeft, store, subtract, when, type Code, type WasmFunction, NOW,
} from './wasm-assembler.js';

/** Events a history ring holds, see history.ts. */
export const RING_EVENTS = 1024;

// Addresses inside the module are bytes; the record of a resource comes as its word address and is multiplied once.
export const W = 4;
export const none = constant(0);
// Globals, set when the thread begins: its id, its worker record (bytes), where a got item is left (bytes).
export const ID = 0;
export const WORKER = 1;
export const ITEM = 2;

/** The sample for which ROOM was counted, how many events the ring still takes in it, and how many found no room. */
const SEEN = 3;
const ROOM = 4;
const LOST = 5;
/** The lock that this thread has taken last and still holds (word address), 0 for none; L_BELOW leads on to the one before. */
export const TOP = 6;
/** Stacks that may still be captured in this sample where nothing blocks. */
export const CAPTURES = 7;
/** How long this thread lets items, or room, come together after it had to wait for the first; and how often it had to wait. */
export const GET_LINGER = 8;
export const PUT_LINGER = 9;
export const MISSES = 10;
export const GLOBALS = 11;

/** Stack captures a thread may spend between two samples on what does not block. */
const CAPTURES_A_SAMPLE = 16;

/**
 * So many events do the fast paths of all threads together note in a sample, a share for each thread that is alive. A ring of its own bounds what a few
 * busy threads spend, but of many each does less than its ring holds, and all of it would be noted, at the price of the work itself.
 */
const EVENTS_OF_ALL = 16 * RING_EVENTS;

const HISTORY = FIRST;

/** history(what << 27, resource): adds an event, as history.ts does. The ring bounds how often the clock is read: 1,024 times a sample at most. */
export const history: WasmFunction = {
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

export const REFILL = FIRST + 1;

/** refill(): once a sample, tells the supervisor what was lost and counts the room anew. */
export const refill: WasmFunction = {
  name: 'refill',
  parameters: 0,
  results: 0,
  locals: 1,
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
    set(0, load(ALIVE_THREADS * W, none)),
    when(greaterSigned(local(0), constant(EVENTS_OF_ALL / RING_EVENTS)), block(
      set(0, divideSigned(constant(EVENTS_OF_ALL), local(0))),
      when(greaterSigned(global(ROOM), local(0)), setGlobal(ROOM, local(0))),
    )),
  ),
};

/** used(): history.ts has added an event in its own way. */
export const used: WasmFunction = { name: 'used', parameters: 0, results: 0, locals: 0, body: when(global(ROOM), setGlobal(ROOM, subtract(global(ROOM), constant(1)))) };

/** i32.trunc_sat_f64_u of (now - epoch) * 10. */
function tenths(): Code {
  return [...call(NOW), ...loadDouble(EPOCH_F64 * 8, none), 0xa1, ...double(10), 0xa2, 0xfc, 0x03];
}

export const ACQUIRED = 4;
export const RELEASED = 5;
export const PUT_IN = 7;
export const GOT = 8;
/** Threads of a process without telemetry load a module that has none of it, so that it costs them nothing. */
const tells = telemetry();
/** Code of a figure that is kept for whoever looks on. */
export const figure = (code: Code): Code => (tells ? code : []);
export const lookAtSample = (): Code => when(notEqual(load(TICK * W, none), global(SEEN)), call(REFILL));
export const noteInSample = (what: number, record: Code): Code =>
  figure(when(global(ROOM), call(HISTORY, constant(what << 27), record), setGlobal(LOST, add(global(LOST), constant(1)))));
export const note = (what: number, record: Code): Code => figure(block(lookAtSample(), noteInSample(what, record)));

/** mayCapture(): 1 where a stack may be captured on a path that does not block; takes one from the budget. */
export const mayCapture: WasmFunction = {
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
export const mayCaptureMore: WasmFunction = { name: 'mayCaptureMore', parameters: 1, results: 0, locals: 0, body: setGlobal(CAPTURES, add(global(CAPTURES), local(0))) };
