// What people rely on in a PollableQueue.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { observe, PollableQueue, QueueEmpty, QueueFull, QueueShutDown, select, task, Thread } from '../../recipes/threading/index.js';
import { native } from '../../recipes/threading/descriptors.js';
import type { Scenarios } from './scenarios.js';

export const putMany = task(import.meta.url, function putMany(queue: PollableQueue<number>, count: number) {
  for (let n = 1; n <= count; n++) queue.put(n);
});
export const takeMany = task(import.meta.url, function takeMany(queues: PollableQueue<number>[], total: PollableQueue<number>) {
  // With the descriptor: what every put and get must keep in step.
  const descriptors = queues.map((queue) => queue.fd);
  let sum = 0;
  for (let left = queues; left.length > 0; ) {
    for (const descriptor of select([...left.map((queue) => queue.fd)], 10_000)) {
      const queue = queues[descriptors.indexOf(descriptor)]!;
      try {
        sum += queue.get(0);
      } catch (error) {
        if (error instanceof QueueShutDown) left = left.filter((one) => one !== queue);
        else if (!(error instanceof QueueEmpty)) throw error;
      }
    }
  }
  total.put(sum);
});

export const putIntoEmpty = task(import.meta.url, function putIntoEmpty(queue: PollableQueue<number>, count: number) {
  for (let n = 0; n < count; n++) {
    // The consumer has taken the last item and is about to quiet the bell, which must ring again.
    while (queue.size > 0);
    queue.put(n);
  }
});

const isReadable = (descriptor: number): boolean => native()!.poll([descriptor], 0).length === 1;
const program = fileURLToPath(new URL('./pollable-queue-program.js', import.meta.url));

export const scenarios: Scenarios = {
  'is a queue'() {
    const queue = new PollableQueue<number>(2, { name: 'polled' });
    queue.put(1);
    queue.put(2);
    assert.throws(() => queue.put(3, 0), QueueFull);
    assert.deepEqual([queue.get(), queue.get()], [1, 2]);
    assert.throws(() => queue.get(0), QueueEmpty);
    assert.equal(observe().resources.find((resource) => resource.name === 'polled')?.kind, 'PollableQueue');
  },
  'its descriptor can be read while there is something to get'() {
    const queue = new PollableQueue<number>();
    queue.put(1);
    assert.equal(isReadable(queue.fd), true, 'what lay there before the descriptor was made');
    queue.put(2);
    queue.get();
    assert.equal(isReadable(queue.fd), true);
    queue.get();
    assert.equal(isReadable(queue.fd), false);
    queue.put(3);
    assert.equal(isReadable(queue.fd), true);
    queue.get();
    queue.shutdown();
    assert.equal(isReadable(queue.fd), true);
    assert.throws(() => queue.get(), QueueShutDown);
  },
  'one byte rings for any number of items'() {
    const queue = new PollableQueue<number>();
    const descriptor = queue.fd;
    for (let n = 0; n < 10_000; n++) queue.put(n);
    assert.equal(readSync(descriptor, Buffer.alloc(64)), 1);
  },
  async 'Node\'s event loop accepts the descriptor'() {
    const queue = new PollableQueue<number>();
    const socket = new Socket({ fd: queue.fd, readable: true, writable: false });
    const got: number[] = [];
    const all = new Promise<void>((resolve) => {
      socket.on('data', () => {
        for (;;) {
          try {
            got.push(queue.get(0));
          } catch {
            break;
          }
        }
        if (got.length === 1000) resolve();
      });
    });
    const thread = new Thread(putMany, { args: [queue, 1000] }).start();
    await all;
    thread.join();
    assert.deepEqual(got, Array.from({ length: 1000 }, (_, n) => n + 1));
  },
  'no item is slept through, however close it comes to the end of the last one'() {
    const queue = new PollableQueue<number>();
    const count = 5_000;
    const thread = new Thread(putIntoEmpty, { args: [queue, count] }).start();
    for (let n = 0; n < count; n++) {
      while (native()!.poll([queue.fd], 5000).length === 0) assert.equal(queue.size, 0, `item ${n} lies there and the bell is silent`);
      let item: number | undefined;
      while (item === undefined) {
        try {
          item = queue.get(0);
        } catch {
          // The bell was still on its way to silence.
        }
      }
      assert.equal(item, n);
    }
    thread.join();
  },
  'the bell is right after a million changes by four threads'() {
    const queues = [new PollableQueue<number>(), new PollableQueue<number>()];
    const totals = new PollableQueue<number>();
    const count = 125_000;
    const takers = [0, 1].map(() => new Thread(takeMany, { args: [queues, totals] }).start());
    const putters = queues.map((queue) => new Thread(putMany, { args: [queue, 2 * count] }).start());
    for (const thread of putters) thread.join(undefined, { rethrow: true });
    for (const queue of queues) queue.shutdown();
    for (const thread of takers) thread.join(undefined, { rethrow: true });
    assert.equal(totals.get(0) + totals.get(0), 2 * count * (2 * count + 1));
  },
  'works where koffi is not installed'() {
    const said = (from: string): string => {
      const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-warnings', from, 'alone'], { encoding: 'utf8', timeout: 15_000 });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    assert.equal(said(program), 'sum 4950\ndescriptor false true false\npoll 0\nloop true\n');
    // A folder from which no package can be found, as an installed extension is.
    const folder = mkdtempSync(join(tmpdir(), 'threadbook-alone-'));
    try {
      const built = fileURLToPath(new URL('../../', import.meta.url));
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      cpSync(join(built, 'recipes', 'threading'), join(folder, 'recipes', 'threading'), { recursive: true });
      const alone = join(folder, 'test', 'threading', 'pollable-queue-program.js');
      cpSync(program, alone);
      const text = said(alone);
      assert.match(text, /^sum 4950\ndescriptor false true false\npoll .*npm install koffi.*\nloop true\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
