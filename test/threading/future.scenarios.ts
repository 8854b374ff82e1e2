// What people rely on in a Future.
import assert from 'node:assert/strict';
import { Cancelled, Event, Future, Queue, task, Thread, ThreadPoolExecutor, ThreadStateError, TimeoutError } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const square = task(import.meta.url, function square(n: number) {
  return n * n;
});
export const fail = task(import.meta.url, function fail(text: string) {
  throw new TypeError(text);
});
export const hang = task(import.meta.url, function hang(begun: Event, event: Event) {
  begun.set();
  event.wait();
  return { answer: 42 };
});
export const complete = task(import.meta.url, function complete(future: Future<{ answer: number }>) {
  future.setResult({ answer: 42 });
});
export const askFor = task(import.meta.url, function askFor(future: Future<{ answer: number }>, answers: Queue<unknown>) {
  answers.put(future.result());
});

/** A pool of one whose worker is busy until `event` is set. */
function busy(): { pool: ThreadPoolExecutor; running: Future<{ answer: number }>; event: Event } {
  const pool = new ThreadPoolExecutor(1);
  const begun = new Event();
  const event = new Event();
  const running = pool.submit(hang, begun, event);
  assert.equal(begun.wait(5000), true);
  return { pool, running, event };
}

export const tellOutcome = task(import.meta.url, function tellOutcome(future: Future<number>, ready: Event, answers: Queue<string>) {
  ready.set();
  try {
    answers.put(`result ${future.result(10_000)}`);
  } catch (error) {
    answers.put((error as Error).name);
  }
});

export const scenarios: Scenarios = {
  'is pending, running, finished'() {
    const { pool, running, event } = busy();
    const waiting = pool.submit(square, 3);
    assert.deepEqual([running.status, running.running(), running.done()], ['running', true, false]);
    assert.deepEqual([waiting.status, waiting.running(), waiting.done()], ['pending', false, false]);
    event.set();
    assert.deepEqual(running.result(), { answer: 42 });
    assert.equal(waiting.result(), 9);
    assert.deepEqual([running.status, running.running(), running.done()], ['finished', false, true]);
    assert.deepEqual(running.result(), { answer: 42 });
    pool.shutdown();
  },
  'result gives up when its time is over'() {
    const { pool, running, event } = busy();
    assert.throws(() => running.result(0), TimeoutError);
    const begin = performance.now();
    assert.throws(() => running.result(30), TimeoutError);
    assert.ok(performance.now() - begin >= 25);
    event.set();
    pool.shutdown();
    assert.equal(running.done(), true);
  },
  'result throws what the task threw, exception returns it'() {
    using pool = new ThreadPoolExecutor(1);
    const future = pool.submit(fail, 'wrong');
    assert.throws(() => future.result(), (error) => error instanceof TypeError && error.message === 'wrong' && /at fail/.test(error.stack!));
    assert.equal(future.exception()?.message, 'wrong');
    assert.equal(future.status, 'raised');
    assert.equal(pool.submit(square, 1).exception(), undefined);
  },
  'can be cancelled while nobody has begun it'() {
    const { pool, running, event } = busy();
    const waiting = pool.submit(square, 3);
    assert.equal(waiting.cancel(), true);
    assert.equal(waiting.cancel(), true);
    assert.equal(waiting.cancelled(), true);
    assert.throws(() => waiting.result(), Cancelled);
    assert.throws(() => waiting.exception(), Cancelled);
    assert.equal(running.cancel(), false);
    event.set();
    pool.shutdown();
    assert.equal(running.cancel(), false);
  },
  async 'can be awaited'() {
    await using pool = new ThreadPoolExecutor(2);
    assert.equal(await pool.submit(square, 5), 25);
    assert.deepEqual(await Promise.all([1, 2, 3].map((n) => pool.submit(square, n))), [1, 4, 9]);
    await assert.rejects(pool.submit(fail, 'no').resultAsync(), /no/);
  },
  async 'calls back when it is done'() {
    await using pool = new ThreadPoolExecutor(1);
    const called: number[] = [];
    const future = pool.submit(square, 6);
    await new Promise<void>((resolve) => future.addDoneCallback((done) => (called.push(done.result()), resolve())));
    future.addDoneCallback((done) => called.push(done.result() + 1));
    assert.deepEqual(called, [36, 37]);
  },
  'travels, before and after its end, to several threads'() {
    const { pool, running, event } = busy();
    const answers = new Queue<unknown>();
    const threads = [1, 2].map(() => new Thread(askFor, { args: [running, answers] }).start());
    event.set();
    for (const thread of threads) {
      assert.deepEqual(answers.get(5000), { answer: 42 });
      thread.join(undefined, { rethrow: true });
    }
    assert.deepEqual(running.result(), { answer: 42 });
    new Thread(askFor, { args: [running, answers] }).start().join(undefined, { rethrow: true });
    assert.deepEqual(answers.get(0), { answer: 42 });
    pool.shutdown();
  },
  'one that was opened is completed once, from any thread'() {
    const future = Future.open<{ answer: number }>();
    assert.equal(future.status, 'pending');
    const thread = new Thread(complete, { args: [future] }).start();
    assert.deepEqual(future.result(5000), { answer: 42 });
    thread.join();
    assert.throws(() => future.setResult({ answer: 0 }), ThreadStateError);
    const late = new Thread(complete, { args: [future] }).start();
    late.join();
    assert.ok(late.exception instanceof ThreadStateError);

    const failing = Future.open<number>();
    failing.setException(new RangeError('no'));
    assert.throws(() => failing.result(0), RangeError);
    const cancelled = Future.open<number>();
    assert.equal(cancelled.cancel(), true);
    assert.throws(() => cancelled.setResult(1), /cancelled/);
  },
  'who waits learns of a result, an exception or a cancel'() {
    const answers = new Queue<string>();
    const endings: [(future: Future<number>) => void, string][] = [[(future) => future.setResult(42), 'result 42'], [(future) => future.setException(new RangeError('no')), 'RangeError'], [(future) => void future.cancel(), 'Cancelled']];
    for (const [end, expected] of endings) {
      const future = Future.open<number>();
      const ready = new Event();
      const thread = new Thread(tellOutcome, { args: [future, ready, answers] }).start();
      ready.wait();
      assert.throws(() => answers.get(20), /empty/);
      end(future);
      assert.equal(answers.get(5000), expected);
      thread.join();
    }
  },
  'exception gives up when its time is over'() {
    const future = Future.open<number>();
    assert.throws(() => future.exception(0), TimeoutError);
    assert.throws(() => future.exception(10), TimeoutError);
    const error = new RangeError('no');
    future.setException(error);
    assert.equal(future.exception(0)?.message, 'no');
    assert.throws(() => future.setException(new Error('again')), ThreadStateError);
    assert.equal(future.exception(0)?.message, 'no');
  },
  async 'an exception can be awaited'() {
    const [late, failed, fine, cancelled] = [Future.open<number>(), Future.open<number>(), Future.open<number>(), Future.open<number>()];
    await assert.rejects(late.exceptionAsync(10), TimeoutError);
    const waiting = failed.exceptionAsync(5000);
    failed.setException(new RangeError('no'));
    assert.equal((await waiting)?.message, 'no');
    fine.setResult(1);
    assert.equal(await fine.exceptionAsync(), undefined);
    cancelled.cancel();
    await assert.rejects(cancelled.exceptionAsync(), Cancelled);
  },
  async 'calls back for an exception and for a cancel, now or later'() {
    const [failed, cancelled] = [Future.open<number>(), Future.open<number>()];
    const called: unknown[] = [];
    const later = Promise.all([failed, cancelled].map((future) => new Promise<void>((resolve) => future.addDoneCallback((done) => (called.push(done === future ? done.status : 'another'), resolve())))));
    failed.setException(new RangeError('no'));
    cancelled.cancel();
    await later;
    assert.deepEqual(called.splice(0).sort(), ['cancelled', 'raised']);
    failed.addDoneCallback((done) => called.push(done.exception()?.message));
    cancelled.addDoneCallback((done) => called.push(done.cancelled()));
    assert.deepEqual(called, ['no', true]);
  },
  async 'a callback that throws is reported and disturbs nobody'() {
    const future = Future.open<number>();
    const called: string[] = [];
    future.addDoneCallback(() => {
      called.push('first');
      throw new Error('of a callback');
    });
    const second = new Promise<void>((resolve) => future.addDoneCallback(() => (called.push('second'), resolve())));
    future.setResult(1);
    await second;
    // An unhandled rejection would end the process before this.
    await new Promise((resolve) => setTimeout(resolve, 5));
    future.addDoneCallback(() => {
      throw new Error('at once');
    });
    assert.deepEqual(called, ['first', 'second']);
  },
};
