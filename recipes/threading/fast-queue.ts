// The hot steps of a fifo in WebAssembly: pieces of the module that fast-path.ts puts together. The same steps in JavaScript, with all that is rare,
// are in fifo.ts.
import { GET_LINGER, GOT, ID, ITEM, MISSES, none, note, PUT_IN, PUT_LINGER, W } from './fast-notes.js';
import {
  Q_CAPACITY, Q_CLOSED, Q_GET_WAITERS, Q_GETS, Q_HEAD, Q_HEAD_GUARD, Q_PUT_WAITERS, Q_PUTS, Q_SEEN_GETS, Q_SEEN_PUTS, Q_TAIL, Q_TAIL_GUARD,
  SEGMENT_ITEMS, WAITERS,
} from './layout.js';
import {
  add, again, and, atomicExchange, atomicLoad, atomicStore, block, call, compareExchange, constant, drop, equal, FIRST, giveBack, global,
  greaterOrEqualSigned, greaterSigned, isZero, load, local, loop, or, set, setGlobal, shiftLeft, shiftRight, store, subtract, when, type Code,
  type WasmFunction, lessSigned,
} from './wasm-assembler.js';

/** What a queue call answers beside DONE (0), FULL or EMPTY (1) and CLOSED (2). */
export const QUEUE_SLOW = 3;
/** Done, and somebody sleeps who should be woken. */
export const DONE_WAKE = 4;

/** enter(address of a guard in bytes): 0 when taken; 1 when it was not to be had in a short while. */
const ENTER = FIRST + 2;
export const enterGuard: WasmFunction = {
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

/** Looks, of about twenty nanoseconds each. */
const LONGEST_LINGER = 64;
const SHORTEST_LINGER = 8;
/** So many items, or so much room, are worth going on with at once. */
const PLENTY = 32;

/**
 * Waits, awake, until the counter of the other side is no longer `seen`; gives back QUEUE_SLOW where it still is after `spins` looks.
 * An item a time costs each side a cache miss an item: who had to wait lets some more come, as long as it finds that they do come.
 * `spins`, `came` and `linger` are the numbers of two locals and a global; `came` says how many came.
 */
function waitAwake(counter: Code, seen: Code, capacity: Code, spins: number, came: number, linger: number): Code {
  const look = set(came, subtract(atomicLoad(0, counter), seen));
  const rest = block(pause(), set(spins, subtract(local(spins), constant(1))));
  const several = and(greaterSigned(local(came), constant(3)), or(isZero(capacity), lessSigned(shiftLeft(local(came), constant(1)), capacity)));
  return block(
    loop(block(look, when(isZero(local(came)), block(when(isZero(local(spins)), giveBack(constant(QUEUE_SLOW))), rest, again(1))))),
    when(lessSigned(local(came), constant(PLENTY)), when(local(spins), block(
      setGlobal(MISSES, add(global(MISSES), constant(1))),
      when(isZero(or(global(linger), and(global(MISSES), constant(15)))), setGlobal(linger, constant(SHORTEST_LINGER))),
      when(global(linger), block(
        set(spins, global(linger)),
        loop(block(rest, when(local(spins), again(1)))),
        look,
        when(several,
          when(lessSigned(global(linger), constant(LONGEST_LINGER)), setGlobal(linger, shiftLeft(global(linger), constant(1)))),
          setGlobal(linger, shiftRight(global(linger), constant(1)))),
      )),
    ))),
  );
}

/** WebAssembly has no pause; a fence keeps the processor as quiet, and leaves more to a sibling on the same core. */
export function pause(): Code {
  return [0xfe, 0x03, 0x00];
}

/** put(record, tag, low, high, spins): see fifoPut; waits awake, at most `spins` looks, for room. */
export const put: WasmFunction = {
  name: 'put',
  parameters: 5,
  results: 1,
  locals: 6,
  body: block(
    set(5, shiftLeft(local(0), constant(2))),
    set(10, load(Q_CAPACITY * W, local(5))),
    when(local(10), when(
      greaterOrEqualSigned(subtract(load(Q_PUTS * W, local(5)), load(Q_SEEN_GETS * W, local(5))), local(10)),
      block(
        set(9, subtract(load(Q_PUTS * W, local(5)), local(10))),
        waitAwake(add(local(5), constant(Q_GETS * W)), local(9), local(10), 4, 8, PUT_LINGER),
        store(Q_SEEN_GETS * W, local(5), add(local(9), local(8))),
      ),
    )),
    when(call(ENTER, add(local(5), constant(Q_TAIL_GUARD * W))), giveBack(constant(QUEUE_SLOW))),
    set(6, load(Q_PUTS * W, local(5))),
    set(7, shiftLeft(load(Q_TAIL * W, local(5)), constant(2))),
    set(8, subtract(local(6), load(4, local(7)))),
    // Closed, full, or a segment is needed: not here.
    when(or(load(Q_CLOSED * W, local(5)), equal(local(8), constant(SEGMENT_ITEMS))), block(unlockTail(), giveBack(constant(QUEUE_SLOW)))),
    when(local(10), when(
      greaterOrEqualSigned(subtract(local(6), load(Q_SEEN_GETS * W, local(5))), local(10)),
      block(unlockTail(), giveBack(constant(QUEUE_SLOW))),
    )),
    set(8, add(local(7), add(constant(8), shiftLeft(local(8), constant(4))))),
    store(0, local(8), local(1)),
    store(4, local(8), local(2)),
    store(8, local(8), local(3)),
    note(PUT_IN, local(5)),
    atomicStore(Q_PUTS * W, local(5), add(local(6), constant(1))),
    unlockTail(),
    when(atomicLoad(Q_GET_WAITERS * W, local(5)), giveBack(constant(DONE_WAKE))),
    none,
  ),
};

/** A sleeper at the guard is woken by its own time limit if not by this: guards are held for nanoseconds, so it is rare. */
function unlockTail(): Code {
  return when(leaveGuard(add(local(5), constant(Q_TAIL_GUARD * W))), wake(add(local(5), constant(Q_TAIL_GUARD * W))));
}

/** memory.atomic.notify for one. */
function wake(address: Code): Code {
  return drop([...address, ...constant(1), 0xfe, 0x00, 2, 0]);
}

/** get(record, spins): see fifoGet; the item is left where `begin` said. Waits awake, at most `spins` looks, for one. */
export const get: WasmFunction = {
  name: 'get',
  parameters: 2,
  results: 1,
  locals: 5,
  body: block(
    set(2, shiftLeft(local(0), constant(2))),
    set(3, load(Q_GETS * W, local(2))),
    when(isZero(ahead()), block(
      waitAwake(add(local(2), constant(Q_PUTS * W)), local(3), load(Q_CAPACITY * W, local(2)), 1, 4, GET_LINGER),
      store(Q_SEEN_PUTS * W, local(2), add(local(3), local(4))),
    )),
    when(call(ENTER, add(local(2), constant(Q_HEAD_GUARD * W))), giveBack(constant(QUEUE_SLOW))),
    set(3, load(Q_GETS * W, local(2))),
    when(or(load(Q_CLOSED * W, local(2)), isZero(ahead())), block(unlockHead(), giveBack(constant(QUEUE_SLOW)))),
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

/** Whether puts were seen beyond the gets. The note of it is written without the guard too, and not in JavaScript: it may lie behind, never ahead. */
function ahead(): Code {
  return greaterSigned(subtract(load(Q_SEEN_PUTS * W, local(2)), local(3)), none);
}

function unlockHead(): Code {
  return when(leaveGuard(add(local(2), constant(Q_HEAD_GUARD * W))), wake(add(local(2), constant(Q_HEAD_GUARD * W))));
}
