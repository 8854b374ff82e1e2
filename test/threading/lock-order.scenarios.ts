// Which pairs of locks are noted, and what is known of them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Condition, Lock, observe, RLock, task, Thread, type LockOrder } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const takeBoth = task(import.meta.url, function takeBoth(first: Lock, second: Lock, times = 1) {
  for (let n = 0; n < times; n++) {
    first.acquire();
    second.acquire();
    second.release();
    first.release();
  }
});

export const takeSecond = task(import.meta.url, function takeSecond(first: Lock, second: Lock) {
  first.acquire();
  second.acquire();
});

/** The pairs among these locks, as `a>b`. */
function pairsOf(...locks: (Lock | RLock)[]): string[] {
  const ids = locks.map((lock) => lock.id);
  return observe().orders.filter((order) => ids.includes(order.first) && ids.includes(order.second)).map((order) => `${order.firstName}>${order.secondName}`);
}

function orderOf(first: Lock, second: Lock): LockOrder | undefined {
  return observe().orders.find((order) => order.first === first.id && order.second === second.id);
}

/** Spends the stacks that telemetry allows between two samples. */
function spendBudget(): void {
  const other = new Lock();
  for (let n = 0; n < 100; n++) other.acquire(), other.release();
}

export const scenarios: Scenarios = {
  'nothing is noted in a program whose user has turned it off'() {
    const library = new URL('../../recipes/threading/index.js', import.meta.url).href;
    const program = `import { Lock, observe } from '${library}';
      const [a, b] = [new Lock(), new Lock()];
      for (let n = 0; n < 3; n++) { a.acquire(); b.acquire(); b.release(); a.release(); }
      a.acquire();
      const { orders, resources } = observe();
      console.log(orders.length, resources[0].taken.length > 0);`;
    const said = (telemetry: string): string =>
      spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], { encoding: 'utf8', env: { ...process.env, THREADBOOK_TELEMETRY: telemetry }, timeout: 15_000 }).stdout;
    assert.equal(said(''), '1 true\n');
    assert.equal(said('0'), '0 false\n');
  },
  'a nested acquire is noted once, with both places and the thread'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const thread = new Thread(takeBoth, { args: [a, b, 100] }).start();
    thread.join();
    new Thread(takeBoth, { args: [a, b, 100] }).start().join();
    assert.deepEqual(pairsOf(a, b), ['a>b']);
    const order = orderOf(a, b)!;
    assert.equal(order.thread, thread.ident);
    assert.match(order.firstStack[0]!.file, /lock-order\.scenarios/);
    assert.equal(order.firstStack[0]!.line + 1, order.secondStack[0]!.line);
  },
  'both orders of two locks are noted without a deadlock'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    new Thread(takeBoth, { args: [a, b] }).start().join();
    new Thread(takeBoth, { args: [b, a] }).start().join();
    assert.deepEqual(pairsOf(a, b), ['a>b', 'b>a']);
  },
  'locks that are not nested make no pair, whatever the order of their release'() {
    const [a, b, c] = [new Lock({ name: 'a' }), new Lock({ name: 'b' }), new Lock({ name: 'c' })];
    a.acquire();
    b.acquire();
    a.release();
    c.acquire();
    b.release();
    c.release();
    b.acquire();
    b.release();
    assert.deepEqual(pairsOf(a, b, c), ['a>b', 'b>c']);
  },
  'a lock given back before those that were taken after it leaves the others held'() {
    const [a, b, c, d] = [new Lock({ name: 'a' }), new Lock({ name: 'b' }), new Lock({ name: 'c' }), new Lock({ name: 'd' })];
    for (const lock of [a, b, c]) lock.acquire();
    b.release();
    d.acquire();
    for (const lock of [c, a, d]) lock.release();
    d.acquire();
    d.release();
    assert.deepEqual(pairsOf(a, b, c, d).sort(), ['a>b', 'a>c', 'a>d', 'b>c', 'c>d']);
  },
  'three nested locks make three pairs'() {
    const [a, b, c] = [new Lock({ name: 'a' }), new Lock({ name: 'b' }), new RLock({ name: 'c' })];
    a.acquire();
    b.acquire();
    c.acquire();
    c.acquire();
    assert.deepEqual(pairsOf(a, b, c).sort(), ['a>b', 'a>c', 'b>c']);
    for (const lock of [c, c, b, a]) lock.release();
  },
  'an attempt that cannot block is not noted'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    a.acquire();
    assert.equal(b.acquire(0), true);
    b.release();
    a.release();
    assert.deepEqual(pairsOf(a, b), []);
  },
  'a lock taken again by a RLock is not noted, nor one taken after a wait for its condition alone'() {
    const lock = new RLock({ name: 'r' });
    const condition = new Condition(lock);
    lock.acquire();
    lock.acquire();
    condition.wait(1);
    lock.release();
    lock.release();
    assert.deepEqual(pairsOf(lock), []);
  },
  'a wait for a condition takes its lock again while others are held'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const condition = new Condition(a);
    a.acquire();
    b.acquire();
    condition.wait(1);
    b.release();
    a.release();
    assert.deepEqual(pairsOf(a, b), ['a>b', 'b>a']);
  },
  async 'what an event loop awaits is not noted; a lock that it holds can be the first'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    await a.acquireAsync();
    await b.acquireAsync();
    b.release();
    assert.deepEqual(pairsOf(a, b), []);
    b.acquire();
    b.release();
    a.release();
    assert.deepEqual(pairsOf(a, b), ['a>b']);
  },
  'a place that was not caught the first time is known later'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    observe();
    spendBudget();
    takeBoth(a, b);
    const before = orderOf(a, b)!;
    assert.deepEqual(before.firstStack, []);
    assert.notDeepEqual(before.secondStack, []);
    takeBoth(a, b);
    takeBoth(a, b);
    const after = orderOf(a, b)!;
    assert.equal(after.firstStack[0]!.line + 1, after.secondStack[0]!.line);
    assert.equal(pairsOf(a, b).length, 1);
  },
  'a deadlock finds its orders noted'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    b.acquire();
    new Thread(takeSecond, { args: [a, b], daemon: true }).start();
    const limit = performance.now() + 10_000;
    while (orderOf(a, b) === undefined) assert.ok(performance.now() < limit, 'never noted');
    assert.equal(orderOf(a, b)!.firstStack.length > 0, true);
    b.release();
  },
  'many more locks than are followed make no wrong pair'() {
    const many = Array.from({ length: 100 }, (_, n) => new Lock({ name: `m${n}` }));
    for (const lock of many) lock.acquire();
    for (const lock of many) lock.release();
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    takeBoth(a, b);
    const ids = many.map((lock) => lock.id);
    assert.deepEqual(observe().orders.filter((order) => ids.includes(order.first) && order.first >= order.second), []);
    assert.deepEqual(observe().orders.filter((order) => order.second === b.id).map((order) => order.firstName), ['a']);
  },
  'a thread that ends with a lock leaves nothing for the next one'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const c = new Lock({ name: 'c' });
    new Thread(takeSecond, { args: [a, b] }).start().join();
    new Thread(takeBoth, { args: [c, new Lock()] }).start().join();
    assert.deepEqual(pairsOf(a, b, c), ['a>b']);
  },
  'what does not fit is counted, and costs no more memory'() {
    const before = observe().orders.length;
    const first = new Lock();
    first.acquire();
    for (let n = 0; n < 5000; n++) {
      const second = new Lock();
      second.acquire();
      second.release();
    }
    first.release();
    const { orders, ordersDropped } = observe();
    assert.equal(orders.length, 4096);
    assert.equal(ordersDropped, before + 5000 - 4096);
    assert.equal(observe().orders, orders);
  },
};
