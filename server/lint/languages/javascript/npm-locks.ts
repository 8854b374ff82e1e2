// What the lock libraries of npm do, and which classes of a program are such locks made at home.
import type { LibraryThing, LockOptions, Lookalike, Made, Operation } from '../../facts/library.js';

export const token: Operation = { does: 'acquire', token: true };
export const runExclusive: Operation = { does: 'run', callback: { position: -1 } };
const release: Operation = { does: 'release' };
const acquire: Operation = { does: 'acquire' };
const tries: Operation = { does: 'acquire', tries: true };
const none: Operation = { does: 'none' };
const locked: Operation = { does: 'locked' };

const lock = (options?: LockOptions): Made => ({ makes: 'lock', reentrant: false, asynchronous: true, exclusive: true, ...(options ? { options } : {}) });
const semaphore: Made & { makes: 'semaphore' } = { makes: 'semaphore', permits: { position: 0 }, asynchronous: true, reentrant: false, exclusive: true };

/** A class that is a module's only or usual export, however it was imported. */
const whole = (module: string, thing: LibraryThing): Record<string, LibraryThing> => ({ [`js:${module}`]: thing, [`js:${module}.default`]: { alias: `js:${module}` } });

const asyncMutex: Record<string, LibraryThing> = {
  'js:async-mutex.Mutex': { made: lock(), methods: { acquire: token, release, runExclusive, isLocked: locked, waitForUnlock: none, cancel: none } },
  'js:async-mutex.Semaphore': { made: semaphore, methods: { acquire: token, release, runExclusive, isLocked: locked, getValue: none, setValue: none, waitForUnlock: none, cancel: none } },
  'js:async-mutex.MutexInterface': { alias: 'js:async-mutex.Mutex' },
  'js:async-mutex.SemaphoreInterface': { alias: 'js:async-mutex.Semaphore' },
  'js:async-mutex.withTimeout': { made: { makes: 'same', as: { position: 0 }, timed: true } },
  // Gives up at once where the lock is taken.
  'js:async-mutex.tryAcquire': { made: { makes: 'same', as: { position: 0 }, timed: true } },
};

/** One for each key of one object. */
const asyncLock = whole('async-lock', {
  made: lock({ at: { position: 0 }, reentrant: 'domainReentrant', limit: 'timeout' }),
  methods: { acquire: { does: 'run', callback: { position: 1 }, named: { position: 0 }, options: { position: 3 } }, isBusy: locked },
});

const waited: Record<string, Operation> = { wait: acquire, acquire, waitFor: { does: 'acquire', timeout: { position: 0 } }, tryAcquire: tries, signal: release, release, execute: runExclusive };

export const npmLocks: Record<string, LibraryThing> = {
  ...asyncMutex,
  ...asyncLock,
  'js:await-semaphore.Mutex': { made: lock(), methods: { acquire: token, use: runExclusive } },
  'js:await-semaphore.Semaphore': { made: semaphore, methods: { acquire: token, use: runExclusive } },
  ...whole('await-lock', { made: lock(), methods: { acquireAsync: { does: 'acquire', timeout: { position: 0 } }, tryAcquire: tries, release, acquired: locked } }),
  'js:@livekit/mutex.Mutex': { made: lock(), methods: { lock: token, isLocked: locked } },
  'js:async-sema.Sema': { made: semaphore, methods: { acquire, v: acquire, tryAcquire: tries, release, p: release, drain: none, nrWaiting: none } },
  ...whole('semaphore-async-await', { made: semaphore, methods: waited }),
  'js:semaphore-async-await.Semaphore': { alias: 'js:semaphore-async-await' },
  'js:semaphore-async-await.Lock': { made: lock(), methods: waited },
  'js:es-toolkit.Mutex': { made: lock(), methods: { acquire, release, isLocked: locked } },
  'js:es-toolkit.Semaphore': { made: semaphore, methods: { acquire, release } },
  'js:es-toolkit/promise.Mutex': { alias: 'js:es-toolkit.Mutex' },
  'js:es-toolkit/promise.Semaphore': { alias: 'js:es-toolkit.Semaphore' },
  // Made at home.
  'js:(own).Mutex': { made: lock(), methods: { acquire: token, lock: token, release, unlock: release, runExclusive, withLock: runExclusive, isLocked: locked } },
  'js:(own).AsyncMutex': { made: lock(), methods: { lockAsync: token, acquireAsync: token, release, unlock: release, isLocked: locked } },
  // How many it lets in where nobody says so, only its source knows.
  'js:(own).Semaphore': { made: { ...semaphore, exclusive: false }, methods: { acquire: token, release } },
  'js:(own).Runner': { made: lock(), methods: { acquire: runExclusive, lock: runExclusive, runExclusive, withLock: runExclusive, run: runExclusive, use: runExclusive } },
};

const mutex = /^(?!.*(reentrant|recursive|keyed|multi|file|shared|read|write|distributed)).*Mutex$/i;
const plain = /^(async|await|simple|promise|local)?Lock$/i;

export const ownLocks: readonly Lookalike[] = [
  { name: /^(?!.*(keyed|multi)).*Mutex$/i, methods: ['runExclusive'], as: 'js:async-mutex.Mutex' },
  ...[mutex, plain].flatMap((name): Lookalike[] => [
    // Beside them `lock` calls a function back.
    { name, methods: ['acquireAsync', 'release'], as: 'js:(own).AsyncMutex' },
    { name, methods: ['lockAsync', 'unlock'], as: 'js:(own).AsyncMutex' },
    { name, methods: ['acquire', 'release'], as: 'js:(own).Mutex' },
    { name, methods: ['lock', 'unlock'], as: 'js:(own).Mutex' },
  ]),
  { name: /^(async|simple|promise)?Sema(phore)?$/i, methods: ['acquire', 'release'], as: 'js:(own).Semaphore' },
  ...['acquire', 'lock', 'withLock', 'run', 'use'].map((method): Lookalike => ({ name: mutex, methods: [method], without: ['release', 'unlock'], as: 'js:(own).Runner' })),
];
