// A small host for supervisor.scenarios.ts: its main thread supervises, and it writes what it has seen as JSON.
import { isMainThread } from 'node:worker_threads';
import { enter } from '../../recipes/threading/guard.js';
import { i32 } from '../../recipes/threading/heap.js';
import { ALIVE_THREADS, SPARES_GUARD, THREADS_GUARD } from '../../recipes/threading/layout.js';
import {
  Barrier, Condition, Event, Interrupted, Lock, print, Queue, Semaphore, sleep, startSupervisor, task, Thread, ThreadPoolExecutor, type HistoryEvent, type SupervisorOptions, type Task,
} from '../../recipes/threading/index.js';

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const endings: Task<(what: string) => unknown> = task(import.meta.url, function endings(what: string): unknown {
  switch (what) {
    case 'raises':
      throw new TypeError('wrong');
    case 'exits':
      process.exit(4);
    case 'fills memory': {
      const all: unknown[] = [];
      for (;;) all.push(new Array(1000).fill({}));
    }
    case 'is killed':
      return new Event().wait();
    case 'raises later':
      return new Promise(() => setTimeout(() => { throw new Error('in a timer'); }, 10));
    case 'returns':
      return undefined;
    default: {
      const target: Task = endings as unknown as Task;
      const threads = ['returns', 'raises', 'exits', 'fills memory', 'is killed', 'raises later'].map((name) => new Thread(target, { args: [name] as never[], name }).start());
      for (const thread of threads) {
        if (thread.name === 'is killed') thread.kill();
        thread.join();
      }
      return undefined;
    }
  }
});

/** Takes a lock 5,000 times between two samples. */
export const lockOften = task(import.meta.url, function lockOften(ready: Event, go: Event, done: Event) {
  const lock = new Lock();
  ready.set();
  go.wait();
  for (let n = 0; n < 5000; n++) {
    lock.acquire();
    lock.release();
  }
  done.set();
});

export const lockAndWait = task(import.meta.url, function lockAndWait(lock: Lock, event: Event) {
  for (let n = 0; n < 10; n++) {
    lock.acquire();
    lock.release();
  }
  event.wait();
});

export const printMuch = task(import.meta.url, function printMuch(bytes: number) {
  for (let n = 0; n < bytes / 100; n++) print('x'.repeat(99));
});

export const interruptMe = task(import.meta.url, async function interruptMe(log: Queue<string>) {
  const attempt = (name: string, block: () => unknown): void => {
    try {
      log.put(`enter ${name}`);
      block();
      log.put(`${name} was not interrupted`);
    } catch (error) {
      log.put(error instanceof Interrupted ? name : String(error));
    }
  };
  const lock = new Lock();
  lock.acquire();
  const condition = new Condition();
  const full = new Queue<number>(1);
  full.put(1);
  const never = new Event();
  const pool = new ThreadPoolExecutor(1);
  attempt('sleep', () => sleep(60_000));
  attempt('acquire', () => lock.acquire());
  attempt('join', () => new Thread(waitFor, { args: [never], daemon: true }).start().join());
  attempt('get', () => new Queue().get());
  attempt('put', () => full.put(2));
  condition.acquire();
  attempt('condition', () => condition.wait());
  if (condition.lock.owned()) log.put('still holds');
  condition.release();
  attempt('event', () => never.wait());
  attempt('semaphore', () => new Semaphore(0).acquire());
  attempt('barrier', () => new Barrier(2).wait());
  attempt('result', () => pool.submit(waitFor, never).result());
  try {
    log.put('enter loop');
    await new Queue().getAsync();
  } catch (error) {
    log.put(error instanceof Interrupted ? 'loop' : String(error));
  } finally {
    log.put('cleaned up');
  }
  never.set();
  pool.shutdown();
});

export const waitFor = task(import.meta.url, function waitFor(event: Event) {
  event.wait();
});

/** Waits for a moment, waits for long with its budget of stacks spent, and takes a lock many times. */
export const waitTwice = task(import.meta.url, function waitTwice() {
  const event = new Event();
  event.wait(1);
  const lock = new Lock();
  for (let n = 0; n < 50; n++) lock.acquire(), lock.release();
  event.wait(20);
});
export const contend = task(import.meta.url, function contend() {
  const lock = new Lock();
  const threads = [1, 2, 3].map(() => new Thread(takeTurns, { args: [lock] }).start());
  for (const thread of threads) thread.join();
});

export const takeTurns = task(import.meta.url, function takeTurns(lock: Lock) {
  for (let n = 0; n < 300; n++) {
    lock.acquire();
    lock.release();
    if (n % 50 === 0) sleep(5);
  }
});

/** Takes a lock, says so, and gives it back as the last thing it does. */
export const tidyUp = task(import.meta.url, function tidyUp(taken: Event) {
  const lock = new Lock({ name: 'given back' });
  lock.acquire();
  taken.set();
  sleep(20);
  lock.release();
});

/** Takes a guard of the runtime and computes for ever. */
export const keepGuard = task(import.meta.url, function keepGuard(guard: number, taken: Event) {
  enter(guard);
  taken.set();
  for (;;);
});

export const startMany = task(import.meta.url, function startMany() {
  const event = new Event();
  try {
    for (;;) new Thread(waitFor, { args: [event], daemon: true }).start();
  } catch (error) {
    print((error as Error).name);
  }
});

async function main(what: string): Promise<unknown> {
  const out: Buffer[] = [];
  let told = 0;
  const ended: Record<string, unknown> = {};
  const start = (options: SupervisorOptions = {}) =>
    startSupervisor({
      onOutput: (_thread, text) => void out.push(text),
      onThreadEnded: (thread, ending) => {
        told++;
        ended[thread.name] = ending.how === 'raised' ? { how: ending.how, message: ending.message } : ending;
      },
      ...options,
    });
  const bytes = (): number => out.reduce((sum, text) => sum + text.length, 0);

  switch (what) {
    case 'endings':
      return start({ resourceLimits: { maxOldGenerationSizeMb: 32 } }).start(endings, { args: [''], name: 'MainThread' }).ended.then(() => ended);
    case 'output': {
      const supervisor = start();
      return supervisor.start(printMuch, { args: [2_000_000] }).ended.then(async () => {
        const before = bytes();
        await wait(50);
        return { before, after: bytes() - before };
      });
    }
    case 'pause': {
      const supervisor = start();
      supervisor.pauseOutput();
      const { ended: done } = supervisor.start(printMuch, { args: [12_000_000] });
      return wait(500).then(async () => {
        const whilePaused = bytes();
        supervisor.resumeOutput();
        await done;
        return { whilePaused, total: bytes() };
      });
    }
    case 'interrupt': {
      const supervisor = start();
      const log = new Queue<string>();
      const said: string[] = [];
      const { ended: done } = supervisor.start(interruptMe, { args: [log] });
      const listen = async (): Promise<void> => {
        for (;;) {
          const line = await log.getAsync();
          if (line.startsWith('enter ')) {
            // Some of the interrupts shall come before the thread sleeps, some while it does.
            if (said.length % 2 === 0) await wait(20);
            supervisor.interruptMain();
          } else {
            said.push(line);
            if (line === 'cleaned up') return;
          }
        }
      };
      return listen().then(() => done).then(() => said);
    }
    case 'late': {
      const supervisor = start();
      const taken = new Event();
      const { ended: done } = supervisor.start(tidyUp, { args: [taken] });
      const lock = (): unknown => supervisor.sample().resources.find(({ name }) => name === 'given back');
      const told = done.then(lock);
      return taken.waitAsync().then(async () => {
        const before = lock();
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400); // Long enough for the thread to end, and for its worker to be gone: this loop hears of both at once.
        return { before, after: await told };
      });
    }
    case 'guards': {
      const supervisor = start();
      const kill = async (guard: number, name: string): Promise<unknown> => {
        const taken = new Event();
        const { id, ended: done } = supervisor.start(keepGuard, { args: [guard, taken], name });
        await taken.waitAsync();
        supervisor.kill(id);
        // What the supervisor does before it hears of the end may need the guard.
        supervisor.start(lockAndWait, { args: [new Lock(), new Event()], daemon: true });
        return done;
      };
      return kill(SPARES_GUARD, 'spares').then(() => kill(THREADS_GUARD, 'threads')).then(() => ended);
    }
    case 'waits': {
      const supervisor = start();
      return supervisor.start(waitTwice).ended.then(() => supervisor.drainHistory().events);
    }
    case 'few of many events': {
      const supervisor = start();
      return supervisor.start(waitTwice).ended.then(() => {
        const { events, dropped } = supervisor.drainHistory(20);
        const rest = supervisor.drainHistory();
        return { numbers: events.map(({ sequence }) => sequence), last: events.at(-1)?.what, dropped, rest: rest.events.length, droppedLater: rest.dropped };
      });
    }
    case 'history': {
      const supervisor = start();
      const events: HistoryEvent[] = [];
      let dropped = 0;
      const timer = setInterval(() => {
        supervisor.sample();
        const drained = supervisor.drainHistory();
        events.push(...drained.events);
        dropped = drained.dropped;
      }, 10);
      return supervisor.start(contend).ended.then(() => {
        clearInterval(timer);
        const drained = supervisor.drainHistory();
        events.push(...drained.events);
        // Two acquisitions of a lock without a release between them would be an impossible transition.
        let transitions = 0;
        const owner = new Map<number, number>();
        for (const event of events) {
          if (event.resource === undefined) continue;
          if (event.what === 'acquired') {
            if (drained.dropped === 0 && owner.has(event.resource)) transitions++;
            owner.set(event.resource, event.thread);
          } else if (event.what === 'released') {
            if (drained.dropped === 0 && owner.get(event.resource) !== event.thread) transitions++;
            owner.delete(event.resource);
          }
        }
        for (let n = 1; n < events.length; n++) if (events[n]!.sequence <= events[n - 1]!.sequence) transitions++;
        return { transitions, dropped: Math.max(dropped, drained.dropped), events: events.length };
      });
    }
    case 'terminate': {
      const supervisor = start();
      const event = new Event();
      const all = [1, 2, 3].map(() => supervisor.start(waitFor, { args: [event] }).ended);
      return wait(300).then(async () => {
        const begin = performance.now();
        await supervisor.terminateAll();
        return { endings: (await Promise.all(all)).map((ending) => ending.how), milliseconds: performance.now() - begin };
      });
    }
    case 'limit':
      return start({ threadLimit: 5 }).start(startMany).ended.then(() => Buffer.concat(out).toString().trim().split('\n'));
    case 'crowd': {
      const supervisor = start({});
      const noted = async (others: number): Promise<number> => {
        const [ready, go, done] = [new Event(), new Event(), new Event()];
        const { ended } = supervisor.start(lockOften, { args: [ready, go, done] });
        while (!ready.isSet()) await wait(5);
        // To start so many would take seconds, and they would do nothing but wait.
        Atomics.add(i32, ALIVE_THREADS, others);
        supervisor.drainHistory();
        supervisor.sample();
        go.set();
        while (!done.isSet()) await wait(5);
        Atomics.sub(i32, ALIVE_THREADS, others);
        const { events } = supervisor.drainHistory();
        await ended;
        return events.filter((event) => event.what === 'acquired' || event.what === 'released').length;
      };
      return { few: await noted(0), many: await noted(39) };
    }
    default: {
      const supervisor = start({ telemetry: false });
      const lock = new Lock();
      const { id } = supervisor.start(lockAndWait, { args: [lock, new Event()] });
      const stateOf = () => supervisor.sample().threads.find((thread) => thread.id === id)!.state;
      while (stateOf().kind !== 'waiting') await wait(10);
      await wait(50); // With telemetry its place would be there by now.
      const state = stateOf();
      const shown = supervisor.sample().resources.find((resource) => resource.kind === 'Lock' && resource.name === lock.name);
      const acquisitions = shown?.kind === 'Lock' ? shown.acquisitions : -1;
      return { kind: state.kind, acquisitions, frames: 'stack' in state ? state.stack.length : -1, events: supervisor.drainHistory().events.length, told: told > 0 ? told : undefined };
    }
  }
}

if (isMainThread) {
  void main(process.argv[2] ?? '').then((result) => {
    process.stdout.write(JSON.stringify(result), () => process.exit(0));
  });
}
