import { Mutex, tryAcquire, withTimeout } from 'async-mutex';
import { acquire, Lock, RLock } from 'threadbook/threading';

const a = new Mutex();
const b = new Mutex();
const slow = withTimeout(b, 100);
const x = new Lock();
const y = new Lock();
const r = new RLock();

export async function ab_ok(): Promise<void> {
  await a.runExclusive(() => b.runExclusive(() => {}));
}

export async function tried_ok(): Promise<void> {
  await b.runExclusive(() => tryAcquire(a).runExclusive(() => {}));
}

export async function timed_ok(): Promise<void> {
  const release = await b.acquire();
  try {
    const inner = await withTimeout(a, 10).acquire();
    inner();
  } finally {
    release();
  }
  await slow.runExclusive(() => {});
}

export function ordered_ok(): void {
  using held = acquire(x, y);
}

export function ordered_again_ok(): void {
  using held = acquire(y, x);
}

export function reentrant_ok(): void {
  using outer = r.hold();
  using inner = x.hold();
  using again = r.hold();
}

export function bounded_ok(): void {
  using held = x.hold();
  if (!r.acquire(50)) return;
  r.release();
}

export async function shared_ok(): Promise<void> {
  await navigator.locks.request('index', { mode: 'shared' }, async () => {
    await navigator.locks.request('data', { mode: 'shared' }, async () => {});
  });
}

export async function shared_back_ok(): Promise<void> {
  await navigator.locks.request('data', { mode: 'shared' }, async () => {
    await navigator.locks.request('index', { mode: 'shared' }, async () => {});
  });
}

export async function available_ok(): Promise<void> {
  await navigator.locks.request('left', async () => {
    await navigator.locks.request('right', { ifAvailable: true }, async () => {});
  });
}

export async function available_back_ok(): Promise<void> {
  await navigator.locks.request('right', async () => {
    await navigator.locks.request('left', async () => {});
  });
}
