// What people rely on in select, selectAsync and selecting.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Event, observe, PollableQueue, select, selectAsync, selecting, task, Thread } from '../../recipes/threading/index.js';
import { pair } from './pollable-queue-program.js';
import type { Scenarios } from './scenarios.js';

export const waitForBoth = task(import.meta.url, function waitForBoth(a: PollableQueue<string>, b: PollableQueue<string>, answer: PollableQueue<string[]>) {
  answer.put(select([a, b]).map((queue) => queue.get(0)));
});
export const setLater = task(import.meta.url, function setLater(event: Event, queue: PollableQueue<string>) {
  event.wait();
  queue.put('late');
});

const program = fileURLToPath(new URL('./pollable-queue-program.js', import.meta.url));

export const scenarios: Scenarios = {
  'select answers which queues have news, and takes nothing'() {
    const [a, b, c] = [new PollableQueue<number>(), new PollableQueue<number>(), new PollableQueue<number>()];
    assert.deepEqual(select([a, b, c], 0), []);
    assert.deepEqual(select([a, b], 5), []);
    b.put(1);
    c.shutdown();
    assert.deepEqual(select([a, b, c]), [b, c]);
    assert.equal(b.size, 1);
    assert.throws(() => select([a], -1), RangeError);
  },
  'a thread that selects is seen and woken'() {
    const [a, b, answer] = [new PollableQueue<string>(), new PollableQueue<string>(), new PollableQueue<string[]>()];
    const thread = new Thread(waitForBoth, { args: [a, b, answer], name: 'selector' }).start();
    let state = observe().threads.find((one) => one.name === 'selector')?.state;
    for (const end = performance.now() + 10_000; state?.kind !== 'waiting' && performance.now() < end; state = observe().threads.find((one) => one.name === 'selector')?.state);
    assert.ok(state?.kind === 'waiting' && state.operation === 'select' && state.resource === a.id);
    b.put('here');
    assert.deepEqual(answer.get(10_000), ['here']);
    thread.join();
  },
  async 'queues and a socket in one blocking select'() {
    const { far, near } = await pair();
    const queue = new PollableQueue<string>();
    assert.deepEqual(select([queue, near], 0), []);
    far.write('hello');
    assert.deepEqual(select([queue, near], 10_000), [near]);
    const data = Buffer.alloc(16);
    assert.equal(data.toString('utf8', 0, readSync((near as unknown as { _handle: { fd: number } })._handle.fd, data)), 'hello');
    assert.deepEqual(select([queue, near], 5), []);
    const event = new Event();
    new Thread(setLater, { args: [event, queue] }).start();
    event.set();
    assert.deepEqual(select([near, queue], 10_000), [queue]);
    far.destroy();
    near.destroy();
  },
  async 'queues and a socket in an event loop'() {
    const { far, near } = await pair();
    const queue = new PollableQueue<string>();
    assert.deepEqual(await selectAsync([queue, near], 5), []);
    far.write('hello');
    assert.deepEqual(await selectAsync([queue, near], 10_000), [near]);
    assert.equal(String(near.read()), 'hello');
    const event = new Event();
    new Thread(setLater, { args: [event, queue] }).start();
    const waiting = selectAsync([near, queue], 10_000);
    event.set();
    assert.deepEqual(await waiting, [queue]);
    const seen: string[] = [];
    for await (const ready of selecting([queue, near])) {
      for (const source of ready) {
        if (source === near) seen.push(String(near.read()));
        else {
          seen.push(queue.get(0));
          queue.shutdown();
          far.end('bye');
        }
      }
    }
    assert.deepEqual(seen.slice(0, 2), ['late', 'bye']);
    near.destroy();
  },
  'a thread in poll is interrupted'() {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-warnings', program, 'interrupt'], { encoding: 'utf8', timeout: 15_000 });
    assert.deepEqual({ stdout, status }, { stdout: 'blocked\ninterrupted\n', status: 0 }, stderr);
  },
};
