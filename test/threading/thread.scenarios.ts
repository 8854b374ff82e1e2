// What people rely on in a Thread.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Event, observe, Queue, task, Thread, type Task, ThreadLimit, ThreadStateError, sleep } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const tellArguments = task(import.meta.url, function tellArguments(answers: Queue<unknown>, ...rest: unknown[]) {
  answers.put(rest);
});

export const tellWho = task(import.meta.url, function tellWho(answers: Queue<unknown>) {
  const me = Thread.current();
  answers.put({ name: me.name, ident: me.ident, daemon: me.daemon, same: Thread.current() === me, alive: Thread.enumerate().map((thread) => thread.name) });
});

export const waitFor = task(import.meta.url, function waitFor(event: Event) {
  event.wait();
});

export const tellLoaded = task(import.meta.url, function tellLoaded(answers: Queue<string[]>) {
  answers.put((process as unknown as { moduleLoadList: string[] }).moduleLoadList);
});

export const raise = task(import.meta.url, function raise() {
  throw new RangeError('out of reach');
});

export const raiseLater = task(import.meta.url, async function raiseLater() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  throw new TypeError('too late');
});

export const exitWith = task(import.meta.url, function exitWith(code: number) {
  process.exit(code);
});

export const runLater = task(import.meta.url, async function runLater(answers: Queue<string>) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  answers.put('later');
});

export const startAnother = task(import.meta.url, function startAnother(answers: Queue<unknown>) {
  const inner = new Thread(tellWho, { args: [answers], name: 'inner' }).start();
  // It blocks, and the inner thread starts nevertheless.
  inner.join();
  answers.put(inner.daemon);
});

export const joinIt = task(import.meta.url, function joinIt(thread: Thread, answers: Queue<unknown>) {
  answers.put([thread.join(5000), thread.name, thread.exception?.message]);
});

export const leaveTimer = task(import.meta.url, function leaveTimer() {
  setInterval(() => {}, 1000);
});

export const recurse: Task<() => number> = task(import.meta.url, function recurse(): number {
  return recurse() + 1;
});

export const nothing = task(import.meta.url, function nothing() {});

export const twins = [1, 2].map((n) => task(import.meta.url, function twin(answers: Queue<unknown>) {
  answers.put(`twin ${n}`);
}));

export const countDown: Task<(n: number, answers: Queue<number>) => void> = task(import.meta.url, function countDown(n: number, answers: Queue<number>) {
  answers.put(n);
  if (n > 0) new Thread(countDown as unknown as Task, { args: [n - 1, answers] as never[] }).start().join();
});

export const scenarios: Scenarios = {
  'its worker does not load, and pay memory for, what few threads need of Node'() {
    const answers = new Queue<string[]>();
    new Thread(tellLoaded, { args: [answers] }).start().join();
    const loaded = answers.get();
    assert.equal(loaded.includes('NativeModule worker_threads'), true);
    for (const name of ['child_process', 'net', 'dgram']) assert.equal(loaded.includes(`NativeModule ${name}`), false, name);
  },
  'runs with its arguments'() {
    const answers = new Queue<unknown>();
    const thread = new Thread(tellArguments, { args: [answers, 1, 'two', { three: [3n] }] });
    assert.equal(thread.isAlive(), false);
    thread.start();
    assert.deepEqual(answers.get(5000), [1, 'two', { three: [3n] }]);
    assert.equal(thread.join(5000), true);
    assert.equal(thread.isAlive(), false);
    assert.deepEqual(thread.ending, { how: 'returned' });
  },
  'has a name, a number, is a daemon or not, and knows itself'() {
    const answers = new Queue<{ name: string; ident: number; daemon: boolean; same: boolean; alive: string[] }>();
    const thread = new Thread(tellWho, { args: [answers], name: 'clerk', daemon: true }).start();
    const told = answers.get(5000);
    assert.deepEqual({ ...told, alive: undefined }, { name: 'clerk', ident: thread.ident, daemon: true, same: true, alive: undefined });
    assert.ok(told.alive.includes('MainThread') && told.alive.includes('clerk'));
    thread.join();
    assert.ok(!Thread.enumerate().some((each) => each.ident === thread.ident));
    assert.match(new Thread(nothing).name, /^Thread-\d+$/);
    assert.equal(Thread.current().name, 'MainThread');
    assert.equal(Thread.current().isAlive(), true);
  },
  'join gives up when its time is over'() {
    const event = new Event();
    const thread = new Thread(waitFor, { args: [event] }).start();
    assert.equal(thread.join(0), false);
    const begin = performance.now();
    assert.equal(thread.join(30), false);
    assert.ok(performance.now() - begin >= 25);
    assert.equal(thread.isAlive(), true);
    event.set();
    assert.equal(thread.join(5000), true);
    assert.equal(thread.join(), true);
  },
  'several may join one thread'() {
    const event = new Event();
    const answers = new Queue<unknown>();
    const thread = new Thread(waitFor, { args: [event], name: 'awaited' }).start();
    const joiners = Array.from({ length: 6 }, () => new Thread(joinIt, { args: [thread, answers] }).start());
    while (observe().threads.filter((one) => one.state.kind === 'joining').length < 6) sleep(1);
    event.set();
    for (const joiner of joiners) joiner.join();
    assert.deepEqual(joiners.map(() => answers.get(0)), joiners.map(() => [true, 'awaited', undefined]));
  },
  'runs once, is joined after it was started, and not by itself'() {
    const thread = new Thread(nothing);
    assert.throws(() => thread.join(), ThreadStateError);
    thread.start();
    assert.throws(() => thread.start(), ThreadStateError);
    thread.join();
    assert.throws(() => thread.start(), ThreadStateError);
    assert.throws(() => Thread.current().join(), ThreadStateError);
    assert.throws(() => new Thread((() => {}) as never), /task/);
  },
  'an exception ends it, is kept with its stack, and raised by join on request'() {
    for (const target of [raise, raiseLater]) {
      const thread = new Thread(target).start();
      assert.equal(thread.join(5000), true);
      const error = thread.exception!;
      assert.ok(error instanceof (target === raise ? RangeError : TypeError));
      assert.match(error.stack!, target === raise ? /at raise/ : /raiseLater/);
      assert.equal(thread.ending?.how, 'raised');
      assert.throws(() => thread.join(undefined, { rethrow: true }), error);
    }
  },
  'a recursion without end ends its thread alone'() {
    const thread = new Thread(recurse).start();
    assert.equal(thread.join(10_000), true);
    assert.ok(thread.exception instanceof RangeError);
  },
  async 'the program waits for threads that are no daemons, and for no daemon'() {
    const program = fileURLToPath(new URL('./leaving-program.js', import.meta.url));
    const { spawnSync } = await import('node:child_process'); // Not above: the threads of this file have it not loaded.
    const { status, stdout } = spawnSync(process.execPath, ['--no-warnings', program, 'threads'], { encoding: 'utf8', timeout: 15_000 });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'apple\n' });
  },
  'process.exit ends the thread alone'() {
    const thread = new Thread(exitWith, { args: [7] }).start();
    assert.equal(thread.join(5000), true);
    assert.deepEqual(thread.ending, { how: 'exited', code: 7 });
  },
  async 'a task may return a promise'() {
    const answers = new Queue<string>();
    const thread = new Thread(runLater, { args: [answers] }).start();
    assert.equal(await thread.joinAsync(5000), true);
    assert.equal(answers.get(0), 'later');
  },
  'a blocked thread may start others; a daemon\'s threads are daemons'() {
    const answers = new Queue<unknown>();
    const thread = new Thread(startAnother, { args: [answers], daemon: true }).start();
    assert.equal((answers.get(5000) as { name: string }).name, 'inner');
    assert.equal(answers.get(5000), true);
    thread.join();
  },
  'a thread travels: running, ended, and ended long ago'() {
    const answers = new Queue<unknown>();
    const event = new Event();
    const running = new Thread(waitFor, { args: [event], name: 'running' }).start();
    const joiner = new Thread(joinIt, { args: [running, answers] }).start();
    assert.throws(() => answers.get(30), /empty/);
    event.set();
    assert.deepEqual(answers.get(5000), [true, 'running', undefined]);
    joiner.join();
    const failed = new Thread(raise, { name: 'failed' }).start();
    failed.join();
    new Thread(joinIt, { args: [failed, answers] }).start().join();
    assert.deepEqual(answers.get(5000), [true, 'failed', 'out of reach']);
  },
  'what a task leaves running does not disturb the next thread'() {
    for (let n = 0; n < 3; n++) assert.equal(new Thread(leaveTimer).start().join(5000), true);
    assert.equal(new Thread(nothing).start().join(5000), true);
  },
  'two tasks of the same name in a module are told apart'() {
    const answers = new Queue<unknown>();
    for (const twin of twins) new Thread(twin, { args: [answers] }).start().join();
    assert.deepEqual([answers.get(0), answers.get(0)], ['twin 1', 'twin 2']);
  },
  'a task may start itself again by its own name'() {
    const answers = new Queue<number>();
    new Thread(countDown, { args: [3, answers] }).start().join(undefined, { rethrow: true });
    assert.deepEqual([answers.get(0), answers.get(0), answers.get(0), answers.get(0)], [3, 2, 1, 0]);
  },
  'thousands of short threads, one after the other'() {
    for (let n = 0; n < 10_000; n++) if (!new Thread(nothing).start().join(5000)) assert.fail(`thread ${n} did not end`);
    assert.equal(Thread.enumerate().length, 1);
  },
  'more threads than allowed are refused with a sentence'() {
    const event = new Event();
    const threads: Thread[] = [];
    assert.throws(
      () => {
        // The limit counts what is alive; the workers themselves start one by one.
        for (;;) threads.push(new Thread(waitFor, { args: [event], daemon: true }).start());
      },
      (error) => error instanceof ThreadLimit && /limit/.test(error.message),
    );
    assert.equal(threads.length, 999);
    event.set();
    sleep(1);
    // Most of them have not even begun; killing the process is the way out of this test.
  },
};
