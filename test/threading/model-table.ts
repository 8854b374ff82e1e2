// Which step of which machine stands for which atomic operation of which function of the runtime. model-table.test.ts compares both sides: a function
// that does other operations than these, or in another order, has to be modelled anew before the explorer's word counts for it again.
import { barrierAbort, barrierReset, barrierWait } from './barrier-machine.js';
import { getUntilClosed, joinQueue, markDone, putUntilClosed, shutDown } from './closing-machine.js';
import type { Program } from './explorer.js';
import { futureAmongOthers, futureCancel, futureComplete, futureResult } from './future-machine.js';
import { conditionNotify, conditionWait, eventSetAndClear, eventWait, getProgram, lockProgram, putProgram, semaphoreProgram, shutdownProgram } from './machines.js';
import { poolSubmit, poolWorkerOfOne } from './pool-machine.js';
import { rlockProgram } from './rlock-machine.js';
import { hurriedSemaphore, hurriedWait, notifyOnce } from './timeout-machines.js';

export interface Model {
  program: Program;
  /** Steps that stand for no atomic operation of a row: what a program does between two calls, and what only its own thread reads. */
  local: readonly string[];
  /** Machines of the same code with some other steps, named here. */
  variants?: readonly { program: Program; other: readonly string[] }[];
}

export const models: Record<string, Model> = {
  lock: { program: lockProgram(2, true), local: ['woke', 'leave section'] },
  // The depth is written and read by the owner alone.
  rlock: { program: rlockProgram(true), local: [...Object.keys(lockProgram(1)).filter((step) => step !== 'take' && step !== 'give'), 'take again', 'undo one', 'undo last'] },
  semaphore: { program: hurriedSemaphore('timed'), local: ['wait: woke', 'leave section'], variants: [{ program: semaphoreProgram(1), other: [] }] },
  'event wait': { program: eventWait, local: [] },
  'event set': { program: eventSetAndClear(2), local: ['after they began'] },
  put: { program: putUntilClosed(2, 1), local: [], variants: [{ program: putProgram(2, 1), other: ['guard: busy', 'guard again: take', 'room again', 'publish again'] }] },
  get: { program: getUntilClosed(), local: [], variants: [{ program: getProgram(2), other: ['look', 'busy', 'guard again', 'item again'] }] },
  shutdown: { program: shutDown(true), local: [], variants: [{ program: shutdownProgram, other: ['ring', 'notify'] }] },
  'task done': { program: markDone(2), local: [] },
  join: { program: joinQueue, local: ['unfinished?'] },
  // The caller takes the lock before and gives it back after.
  wait: { program: hurriedWait('interrupted'), local: ['take', 'spin', 'woke', 'give at the end'], variants: [{ program: conditionWait(), other: [] }, { program: hurriedWait('timed'), other: [] }] },
  notify: { program: notifyOnce(0), local: ['take', 'give'], variants: [{ program: conditionNotify(2), other: [] }] },
  'barrier wait': { program: barrierWait(2, 2, true), local: ['woke', 'go on'] },
  abort: { program: barrierAbort, local: [] },
  reset: { program: barrierReset, local: [] },
  // Who has begun is alone with the result until the state is told.
  complete: { program: futureComplete, local: ['store the result'] },
  cancel: { program: futureCancel, local: [] },
  result: { program: futureResult, local: [] },
  'among others': { program: futureAmongOthers, local: [] },
  // To put is the queue's; see put.
  submit: { program: poolSubmit(2), local: ['put', 'look', 'submitted'] },
  worker: { program: poolWorkerOfOne, local: ['look'] },
};

/** An operation, then the steps that stand for it, or in brackets why none does. */
type Operation = readonly [operation: string, ...steps: string[]];

export interface Row {
  file: string;
  function: string;
  model: string;
  operations: readonly Operation[];
}

const row = (file: string, name: string, model: string, ...operations: Operation[]): Row => ({ file: `${file}.ts`, function: name, model, operations });

const AWAKE = '(waits awake for a moment, changes nothing)';
const LATE = '(a last look when the time is over)';
const LOOPS = '(where event loops wait, every occasion wakes one)';

export const table: readonly Row[] = [
  row('fast-path', 'lock', 'lock', ['compareExchange', 'take']),
  row('fast-path', 'unlock', 'lock', ['compareExchange', 'give']),
  row('lock-word', 'takeSlowly', 'lock', ['load', AWAKE], ['spin', AWAKE], ['compareExchange', 'take'], ['load', 'look'], ['compareExchange', 'take slowly'], ['compareExchange', 'mark'], ['sleepOn', 'sleep'], ['passOn', 'pass on']),
  row('lock-async', 'takeLockAsync', 'lock', ['compareExchange', 'take'], ['load', 'look'], ['compareExchange', 'take slowly'], ['compareExchange', 'mark'], ['parkAsync', 'sleep'], ['passOn', 'pass on']),
  row('lock-word', 'passOn', 'lock', ['load', 'pass on'], ['notify', 'pass on: notify'], ['compareExchange', 'pass on: mark']),
  row('lock-word', 'giveSlowly', 'lock', ['store', 'give slowly'], ['notify', 'give: notify']),
  row('rlock', 'acquire', 'rlock', ['takeLock', 'take']),
  row('rlock', 'acquireAsync', 'rlock', ['takeLockAsync', 'take']),
  row('rlock', 'release', 'rlock', ['giveLock', 'give']),

  row('semaphore', 'acquire', 'semaphore', ['#take', 'take'], ['spin', AWAKE], ['#take', 'take'], ['add', 'wait: count'], ['#take', 'wait: look'], ['sleepOn', 'wait: sleep'], ['#take', 'last look'], ['sub', 'wait: leave', 'last: leave', 'give up: uncount'], ['#passOn', 'pass on: look']),
  row('semaphore', 'acquireAsync', 'semaphore', ['#take', 'take'], ['add', 'wait: count'], ['#take', 'wait: look'], ['parkAsync', 'wait: sleep'], ['#take', 'last look'], ['sub', 'wait: leave', 'last: leave', 'give up: uncount'], ['#passOn', 'pass on: look']),
  row('semaphore', '#take', 'semaphore', ['load', 'take', 'wait: look', 'last look'], ['compareExchange', 'take: swap', 'wait: swap', 'last swap']),
  row('semaphore', '#passOn', 'semaphore', ['load', 'pass on: look'], ['notify', 'pass on: notify']),
  row('semaphore', 'release', 'semaphore', ['give', 'give'], ['load', 'give: waiters'], ['notify', 'give: notify']),
  row('semaphore', 'give', 'semaphore', ['add', 'give']),
  row('bounded-semaphore', 'give', 'semaphore', ['load', '(its limit)'], ['compareExchange', 'give']),

  row('event', 'wait', 'event wait', ['load', 'look'], ['spin', AWAKE], ['add', 'count'], ['load', 'look again'], ['sleepOn', 'sleep'], ['load', LATE], ['sub', 'leave']),
  row('event', 'waitAsync', 'event wait', ['load', 'look'], ['add', 'count'], ['load', 'look again'], ['parkAsync', 'sleep'], ['load', LATE], ['sub', 'leave']),
  row('event', 'set', 'event set', ['load', 'set: look'], ['compareExchange', 'set: swap'], ['load', 'set: waiters'], ['notify', 'set: notify']),
  row('event', 'clear', 'event set', ['and', 'clear']),

  row('fast-queue', 'put', 'put', ['waitAwake', AWAKE], ['enter', 'guard'], ['unlockTail', '(not here: fifoPut)'], ['unlockTail', '(not here: fifoPut)'], ['atomicStore', 'publish'], ['unlockTail', 'publish'], ['atomicLoad', 'get waiters']),
  row('fifo', 'fifoPut', 'put', ['enter', 'guard'], ['leave', 'room'], ['load', 'room'], ['leave', 'room'], ['leave', '(the heap is full)'], ['store', '(a new segment, which nobody can see yet)'], ['store', 'publish'], ['leave', 'publish']),
  row('queue-base', 'putPacked', 'put', ['tryPut', 'guard'], ['spin', AWAKE], ['load', AWAKE], ['tryPut', 'guard'], ['add', 'count'], ['load', 'read the bell'], ['tryPut', 'guard'], ['sleepOn', 'sleep'], ['putterLooks', 'looks'], ['tryPut', LATE], ['putterLeaves', 'uncount', 'refused: uncount']),
  row('queue-base', 'putPackedAsync', 'put', ['tryPut', 'guard'], ['add', LOOPS], ['add', 'count'], ['load', 'read the bell'], ['tryPut', 'guard'], ['parkAsync', 'sleep'], ['tryPut', 'guard'], ['sub', LOOPS], ['putterLeaves', 'uncount', 'refused: uncount']),
  row('queue-base', '#wasPut', 'put', ['wakeGetter', 'get waiters']),
  row('queue-wakeups', 'wakeGetter', 'put', ['load', 'get waiters'], ['wakeOne', 'get waking']),
  row('queue-wakeups', 'putterLooks', 'put', ['store', 'looks', 'looks no more', 'refused: uncount']),
  row('queue-wakeups', 'putterLeaves', 'put', ['sub', 'uncount', 'refused: uncount'], ['putterLooks', 'looks no more'], ['pendingIn', 'more'], ['wakePutter', 'put waiters']),
  row('fast-queue', 'get', 'get', ['waitAwake', AWAKE], ['enter', 'guard'], ['unlockHead', '(not here: fifoGet)'], ['unlockHead', '(not here: fifoGet)'], ['atomicStore', 'item'], ['unlockHead', 'item'], ['atomicLoad', 'put waiters']),
  row('fifo', 'fifoGet', 'get', ['load', 'closed?'], ['load', 'empty?'], ['load', 'empty?'], ['enter', 'guard'], ['load', 'closed again?'], ['load', 'item'], ['leave', 'item'], ['load', '(the next segment)'], ['store', 'item'], ['leave', 'item'], ['compareExchange', '(keeps the emptied segment)']),
  row('queue-base', 'getPacked', 'get', ['tryGet', 'closed?'], ['spin', AWAKE], ['tryGet', 'closed?'], ['add', 'count'], ['load', 'read the bell'], ['tryGet', 'closed?'], ['sleepOn', 'sleep'], ['getterLooks', 'looks'], ['tryGet', LATE], ['getterLeaves', 'uncount', 'closed: uncount']),
  row('queue-base', 'getAsync', 'get', ['tryGet', 'closed?'], ['add', LOOPS], ['add', 'count'], ['load', 'read the bell'], ['tryGet', 'closed?'], ['parkAsync', 'sleep'], ['tryGet', 'closed?'], ['sub', LOOPS], ['getterLeaves', 'uncount', 'closed: uncount']),
  row('queue-base', '#wasGot', 'get', ['wakePutter', 'put waiters']),
  row('queue-wakeups', 'wakePutter', 'get', ['load', 'put waiters'], ['wakeOne', 'put waking']),
  row('queue-wakeups', 'getterLooks', 'get', ['store', 'looks', 'looks no more', 'closed: uncount']),
  row('queue-wakeups', 'getterLeaves', 'get', ['sub', 'uncount', 'closed: uncount'], ['getterLooks', 'looks no more'], ['pendingIn', 'more'], ['wakeGetter', 'get waiters']),
  row('queue-wakeups', 'pendingIn', 'get', ['load', 'more'], ['load', 'more']),
  ...(['put', 'get'] as const).flatMap((model) => [
    row('queue-wakeups', 'wakeOne', model, ['load', LOOPS], ['ring', LOOPS], ['load', 'get waking', 'put waking'], ['compareExchange', 'get claim', 'put claim'], ['ring', 'get ring', 'put ring'], ['store', 'get nobody', 'put nobody'], ['ring', 'get ring again', 'put ring again']),
    row('queue-wakeups', 'ring', model, ['add', 'get ring', 'put ring', 'get ring again', 'put ring again'], ['notify', 'get notify', 'put notify', 'get notify again', 'put notify again']),
  ]),
  row('queue-base', 'shutdown', 'shutdown', ['enter', 'guard'], ['store', 'close'], ['leave', 'leave the guard'], ['takeAny', 'throw away: guard', 'throw away'], ['ringAll', 'all look']),
  row('pool-record', 'closePool', 'shutdown', ['enter', 'guard'], ['store', 'close'], ['leave', 'leave the guard'], ['ring', 'ring for getters']),
  row('queue-wakeups', 'ringAll', 'shutdown', ['getterLooks', 'all look'], ['putterLooks', 'all look'], ['ring', 'ring for getters', 'notify getters'], ['ring', 'ring for putters', 'notify putters'], ['notify', 'notify joiners']),
  row('queue-base', 'taskDone', 'task done', ['load', 'look'], ['load', '(marked too often)'], ['load', '(marked too often)'], ['compareExchange', 'swap'], ['load', 'joiners'], ['notify', 'notify']),
  row('queue-base', 'join', 'join', ['add', 'count'], ['load', 'read done'], ['sleepOn', 'sleep'], ['sub', 'uncount']),
  row('queue-base', 'joinAsync', 'join', ['add', 'count'], ['load', 'read done'], ['parkAsync', 'sleep'], ['sub', 'uncount']),

  row('condition', '#leave', 'wait', ['joinList', 'join the list'], ['giveLock', 'give']),
  row('condition', 'wait', 'wait', ['spin', AWAKE], ['load', 'look'], ['sleepOn', 'sleep'], ['takeLock', 'take again']),
  row('condition', 'waitAsync', 'wait', ['load', 'look'], ['parkAsync', 'sleep'], ['takeLockAsync', 'take again']),
  row('condition', '#comeBack', 'wait', ['leaveList', 'come back'], ['wakeList', 'come back']),
  row('wait-list', 'wakeList', 'wait', ['leaveList', 'come back'], ['compareExchange', 'hand on: mark'], ['notify', 'hand on: notify']),
  row('condition', 'notify', 'notify', ['wakeList', 'take one out']),
  row('wait-list', 'wakeList', 'notify', ['leaveList', 'take one out'], ['compareExchange', 'mark'], ['notify', 'notify']),

  row('barrier', '#arrive', 'barrier wait', ['enter', 'arrive'], ['joinList', 'line up'], ['leave', 'line up']),
  row('barrier', 'wait', 'barrier wait', ['spin', AWAKE], ['load', 'look', 'drain'], ['sleepOn', 'sleep', 'drain: sleep']),
  row('barrier', 'waitAsync', 'barrier wait', ['load', 'look', 'drain'], ['parkAsync', 'sleep', 'drain: sleep']),
  row('barrier', '#complete', 'barrier wait', ['enter', '(its action threw)'], ['breakBarrier', '(its action threw)'], ['leave', '(its action threw)'], ['enter', 'complete'], ['wakeList', 'let go', 'let go: mark', 'let go: notify'], ['nextGeneration', 'let go: generation', 'let go: wake those who drain'], ['leave', 'complete: look']),
  row('barrier', '#giveUp', 'barrier wait', ['enter', 'give up'], ['leaveList', 'give up: look'], ['breakBarrier', 'break'], ['leave', 'give up: look']),
  ...(['barrier wait', 'abort'] as const).map((model) => row('barrier', 'breakBarrier', model, ['wakeList', 'break', 'break: mark', 'break: notify'], ['nextGeneration', 'break: generation', 'break: wake those who drain'])),
  row('barrier', 'nextGeneration', 'barrier wait', ['add', 'let go: generation', 'break: generation'], ['notify', 'let go: wake those who drain', 'break: wake those who drain']),
  row('barrier', 'abort', 'abort', ['enter', 'abort'], ['breakBarrier', 'abort: break'], ['leave', 'break: wake those who drain']),
  row('barrier', 'reset', 'reset', ['enter', 'reset'], ['wakeList', 'wake', 'wake: mark', 'wake: notify'], ['nextGeneration', 'wake: generation', 'wake: wake those who drain'], ['leave', 'reset: begin']),

  row('pool-worker', 'runOne', 'complete', ['compareExchange', 'begin']),
  row('future', '#complete', 'complete', ['compareExchange', 'begin']),
  row('future-block', 'completeFuture', 'complete', ['settleFuture', 'finish']),
  row('future-block', 'settleFuture', 'complete', ['store', 'finish'], ['wakeWaiters', 'waiters']),
  row('future', 'cancel', 'cancel', ['compareExchange', 'cancel'], ['wakeWaiters', 'waiters']),
  ...(['complete', 'cancel'] as const).map((model) => row('future-block', 'wakeWaiters', model, ['load', 'waiters'], ['notify', 'notify'], ['add', 'count the completion'], ['notify', 'notify those who wait for several'])),
  row('future', '#blockUntil', 'result', ['load', 'look'], ['load', 'look'], ['spin', AWAKE]),
  row('future', '#sleep', 'result', ['add', 'count'], ['load', 'look again'], ['load', 'look again'], ['sleepOn', 'sleep'], ['load', '(the one that it is shown to wait for)'], ['sub', 'uncount']),
  row('future', 'loopUntil', 'result', ['add', 'count'], ['load', 'look again'], ['load', 'look again'], ['parkAsync', 'sleep'], ['sub', 'uncount']),
  row('future', '#settle', 'result', ['load', 'take']),
  row('future', 'blockOnSeveral', 'among others', ['add', 'count'], ['load', 'read the completions'], ['sleepOn', 'sleep']),
  row('future', 'awaitSeveral', 'among others', ['add', 'count'], ['load', 'read the completions'], ['parkAsync', 'sleep']),
  row('future', 'release', 'among others', ['sub', 'uncount']),
  row('future', '#settle', 'among others', ['load', 'look', 'take']),

  row('pool-record', 'lacksWorkers', 'submit', ['pendingIn', 'count'], ['pendingIn', 'count'], ['load', 'compare']),
  row('pool-record', 'reserveWorker', 'submit', ['load', 'reserve'], ['compareExchange', 'reserve'], ['compareExchange', '(its entry)']),
  row('pool-worker', 'nextWork', 'worker', ['fifoGet', 'take']),
  row('pool-worker', 'countBusy', 'worker', ['sub', 'count busy']),
  row('pool-worker', 'askForAnother', 'worker', ['lacksWorkers', 'ask for another', 'count', 'compare'], ['reserveWorker', 'reserve']),
];
