// What JavaScript's lock libraries do: Threadbook's own runtime, the Web Locks of browsers, and those of npm (`npm-locks.ts`).
import type { Library, LibraryThing, Operation } from '../../facts/library.js';
import { npmLocks, ownLocks, token, runExclusive } from './npm-locks.js';

const release: Operation = { does: 'release' };
const webLocks: LibraryThing = { does: { does: 'run', callback: { position: -1 }, named: { position: 0 }, options: { position: 1 } } };

const timeout = { position: 0 };
const lockMethods: Record<string, Operation> = {
  acquire: { does: 'acquire', timeout },
  acquireAsync: { does: 'acquire', timeout },
  release,
  hold: { does: 'hold' },
  locked: { does: 'locked' },
};
const conditionMethods: Record<string, Operation> = {
  ...lockMethods,
  wait: { does: 'wait', timeout },
  waitAsync: { does: 'wait', timeout },
  waitFor: { does: 'wait', timeout: { position: 1 }, predicate: true },
  waitForAsync: { does: 'wait', timeout: { position: 1 }, predicate: true },
  notify: { does: 'notify' },
  notifyAll: { does: 'notify' },
};
const queue: LibraryThing = {
  made: { makes: 'queue', size: { position: 0 } },
  methods: {
    put: { does: 'block', on: 'put', timeout: { position: 1 } },
    get: { does: 'block', on: 'get', timeout: { position: 0 } },
    join: { does: 'block', on: 'queue-join', timeout: { position: 0 } },
    taskDone: { does: 'task-done' },
    shutdown: { does: 'close' },
  },
};
const own = 'js:threadbook/threading';
const threadbook: Record<string, LibraryThing> = {
  [`${own}.Lock`]: { made: { makes: 'lock', reentrant: false, asynchronous: false, exclusive: true }, methods: lockMethods },
  [`${own}.RLock`]: { made: { makes: 'lock', reentrant: true, asynchronous: false, exclusive: true }, methods: lockMethods },
  [`${own}.Condition`]: { made: { makes: 'condition', lock: { position: 0 }, reentrant: true, asynchronous: false, exclusive: true }, methods: conditionMethods },
  [`${own}.Semaphore`]: { made: { makes: 'semaphore', permits: { position: 0 }, asynchronous: false, reentrant: false, exclusive: true }, methods: lockMethods },
  [`${own}.BoundedSemaphore`]: { alias: `${own}.Semaphore` },
  [`${own}.acquire`]: { does: { does: 'hold' } },
  [`${own}.Event`]: { made: { makes: 'event' }, methods: { wait: { does: 'block', on: 'event', timeout }, set: { does: 'event-set' }, clear: { does: 'event-clear' }, isSet: { does: 'none' } } },
  [`${own}.Barrier`]: { made: { makes: 'barrier' }, methods: { wait: { does: 'block', on: 'barrier', timeout } } },
  [`${own}.Queue`]: queue,
  [`${own}.LifoQueue`]: { alias: `${own}.Queue` },
  [`${own}.PriorityQueue`]: { alias: `${own}.Queue` },
  [`${own}.SimpleQueue`]: { alias: `${own}.Queue` },
  [`${own}.PollableQueue`]: { alias: `${own}.Queue` },
  [`${own}.Thread`]: { made: { makes: 'thread', target: { position: 0 } }, methods: { join: { does: 'block', on: 'join', timeout }, joinAsync: { does: 'block', on: 'join', timeout } } },
  [`${own}.ThreadPoolExecutor`]: {
    made: { makes: 'executor', workers: { position: 0 } },
    methods: { submit: { does: 'spawn', callback: { position: 0 }, in: 'pool' }, map: { does: 'spawn', callback: { position: 0 }, in: 'pool' }, shutdown: { does: 'block', on: 'shutdown' } },
    methodGives: { submit: `${own}.Future` },
  },
  [`${own}.ProcessPoolExecutor`]: { alias: `${own}.ThreadPoolExecutor` },
  [`${own}.Future`]: { made: { makes: 'future' }, methods: { result: { does: 'block', on: 'result', timeout }, exception: { does: 'block', on: 'result', timeout } } },
  [`${own}.sleep`]: { does: { does: 'block', on: 'sleep' } },
  // A task is the function that it was made from.
  [`${own}.task`]: { made: { makes: 'same', as: { position: 1 } } },
};

const later: LibraryThing = { does: { does: 'spawn', callback: { position: 0 }, in: 'later' } };
const gather: LibraryThing = { does: { does: 'gather' } };
const things: Record<string, LibraryThing> = {
  ...npmLocks,
  ...threadbook,
  'js:navigator': {},
  'js:window': {},
  'js:self': {},
  'js:globalThis': {},
  'js:navigator.locks.request': webLocks,
  'js:window.navigator.locks.request': webLocks,
  'js:self.navigator.locks.request': webLocks,
  'js:globalThis.navigator.locks.request': webLocks,
  'js:Promise.all': gather,
  'js:Promise.allSettled': gather,
  'js:Promise': {},
  'js:setTimeout': later,
  'js:setInterval': later,
  'js:setImmediate': later,
  'js:queueMicrotask': later,
};

const immediately: Operation = { does: 'call', callback: { position: 0 } };
const whenAwaited: Operation = { does: 'call', callback: { position: 0 }, awaited: true };
const settled: Operation = { ...whenAwaited, first: true };

export const javascriptLibrary: Library = {
  things,
  guesses: {
    acquire: token,
    release,
    runExclusive,
    hold: { does: 'hold' },
    ...Object.fromEntries(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'reduce', 'sort'].map((name): [string, Operation] => [name, immediately])),
    then: whenAwaited,
    catch: settled,
    finally: settled,
  },
  hints: [],
  lookalikes: ownLocks,
  makers: {},
  calm: ['push', 'unshift', 'pop', 'shift', 'get', 'set', 'has', 'add', 'delete', 'clear', 'keys', 'values', 'entries', 'log', 'warn', 'error', 'info', 'debug', 'now', 'slice', 'concat', 'includes', 'indexOf', 'isArray', 'max', 'min', 'floor', 'round', 'String', 'Number', 'Boolean', 'Map', 'Set', 'Array', 'Date', 'release', 'acquire', 'isLocked', 'notify', 'notifyAll', 'setTimeout', 'clearTimeout', 'resolve', 'Promise', 'Error', 'assign', 'freeze', 'trim', 'join', 'split', 'toString', 'super'],
};
