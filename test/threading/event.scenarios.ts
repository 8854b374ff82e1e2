// What people rely on in an Event.
import assert from 'node:assert/strict';
import { Barrier, Event, Queue, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const waitForIt = task(import.meta.url, function waitForIt(event: Event, about: Barrier, answers: Queue<boolean>, timeout?: number) {
  about.wait();
  answers.put(event.wait(timeout));
});

export const scenarios: Scenarios = {
  'is not set at first; set and clear'() {
    const event = new Event();
    assert.equal(event.isSet(), false);
    event.set();
    event.set();
    assert.equal(event.isSet(), true);
    event.clear();
    event.clear();
    assert.equal(event.isSet(), false);
  },
  'wait returns at once when it is set, and false when the time is over'() {
    const event = new Event();
    assert.equal(event.wait(0), false);
    const begin = performance.now();
    assert.equal(event.wait(40), false);
    assert.ok(performance.now() - begin >= 35);
    event.set();
    assert.equal(event.wait(), true);
  },
  'wakes all who wait'() {
    const event = new Event();
    const about = new Barrier(4);
    const answers = new Queue<boolean>();
    const threads = [1, 2, 3].map(() => new Thread(waitForIt, { args: [event, about, answers] }).start());
    about.wait();
    assert.throws(() => answers.get(30), /empty/);
    event.set();
    for (const thread of threads) {
      assert.equal(answers.get(5000), true);
      thread.join();
    }
  },
  'who waited goes on even if it is cleared at once'() {
    for (let round = 0; round < 200; round++) {
      const event = new Event();
      const about = new Barrier(2);
      const answers = new Queue<boolean>();
      const thread = new Thread(waitForIt, { args: [event, about, answers, 10_000] }).start();
      about.wait();
      // The waiter must be seen waiting before set and clear, or it would rightly wait for the next set.
      while (!thread.isAlive()) assert.fail('it ended');
      const until = performance.now() + 5;
      while (performance.now() < until);
      event.set();
      event.clear();
      assert.equal(answers.get(15_000), true);
      thread.join();
      if (round === 5) break;
    }
  },
  async 'can be awaited'() {
    const event = new Event();
    assert.equal(await event.waitAsync(10), false);
    setTimeout(() => event.set(), 10);
    assert.equal(await event.waitAsync(5000), true);
    assert.equal(await event.waitAsync(0), true);
  },
  'waits again after a clear'() {
    const event = new Event();
    event.set();
    event.clear();
    const about = new Barrier(3);
    const answers = new Queue<boolean>();
    const threads = [1, 2].map(() => new Thread(waitForIt, { args: [event, about, answers] }).start());
    about.wait();
    assert.throws(() => answers.get(20), /empty/);
    event.set();
    assert.deepEqual([answers.get(5000), answers.get(5000)], [true, true]);
    for (const thread of threads) thread.join();
  },
};
