// Which values travel, and how.
import assert from 'node:assert/strict';
import { CannotTravel, Event, Lock, Queue, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const echo = task(import.meta.url, function echo(from: Queue<unknown>, to: Queue<unknown>) {
  for (const item of from) to.put(item);
});

export const isSame = task(import.meta.url, function isSame(a: { lock: Lock; again: Lock[]; event: Event }, b: Lock) {
  if (a.lock !== b || a.again[0] !== b) throw new Error('one lock arrived as two');
  b.acquire();
  a.event.set();
  b.release();
});

export const fill = task(import.meta.url, function fill(view: Uint8Array, all: SharedArrayBuffer) {
  view.fill(7);
  new Int32Array(all)[3] = 99;
});

function trip(values: unknown[]): unknown[] {
  const from = new Queue<unknown>();
  const to = new Queue<unknown>();
  const thread = new Thread(echo, { args: [from, to] }).start();
  const back = values.map((value) => {
    from.put(value);
    return to.get(5000);
  });
  from.shutdown();
  thread.join(undefined, { rethrow: true });
  return back;
}

export const scenarios: Scenarios = {
  'simple values'() {
    const values = [
      undefined, null, true, false, 0, -0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 0.1, NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 5e-324,
      0n, -1n, 12345678901234567890n, -(2n ** 200n), '', 'a', 'eightchr', 'nine char', 'ÿ', 'Ā', 'é'.repeat(100), '漢字'.repeat(5000), '🎈', '\ud800', 'x'.repeat(1_000_000), '\0',
    ];
    const back = trip(values);
    for (const [n, value] of values.entries()) assert.ok(Object.is(back[n], value), `${String(value).slice(0, 20)} came back as ${String(back[n]).slice(0, 20)}`);
  },
  'structures'() {
    const values = [
      [], {}, [1, [2, [3]]], { a: { b: { c: [null, undefined] } } }, new Date(1e12), new Map<unknown, unknown>([[{ k: 1 }, 'v'], ['k', new Set([1, 'x'])]]), /a+b/gi,
      new Uint8Array([1, 2, 3]), new Float64Array([0.5, -1]), new BigInt64Array([1n, -1n]), new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4), new ArrayBuffer(5), new DataView(new ArrayBuffer(9)),
      { '': 1, 'a b': 2, __proto__x: 3 }, Array.from({ length: 1000 }, (_, n) => ({ n, s: `item ${n}` })),
      Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`key${n}`, n])), new Error('plain'), new RangeError('range'),
    ];
    const back = trip(values);
    for (const [n, value] of values.entries()) {
      assert.deepEqual(back[n], value);
      assert.equal(Object.getPrototypeOf(back[n]), Object.getPrototypeOf(value));
    }
    assert.equal((back.at(-1) as Error).stack, (values.at(-1) as Error).stack);
  },
  'arrays of integers, and arrays that are almost such'() {
    const numbers = Array.from({ length: 2000 }, (_, n) => (n % 2 === 0 ? n : -n * 1000));
    const almost = [[...numbers, 0.5], [...numbers, -0], [...numbers, 2 ** 31], [...numbers, 'x'], [...numbers, undefined]];
    const [back, ...backAlmost] = trip([numbers, ...almost]) as unknown[][];
    assert.deepEqual(back, numbers);
    for (const [n, array] of almost.entries()) for (const [m, value] of array.entries()) assert.ok(Object.is(backAlmost[n]![m], value), `${n} ${m}`);
    const [first, second] = trip([[numbers, numbers]])[0] as [unknown, unknown];
    assert.equal(first, second);
  },
  'a key named __proto__ stays a key'() {
    const [back] = trip([JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')]) as [object];
    assert.deepEqual(Object.keys(back), ['__proto__', 'a']);
    assert.equal((back as { polluted?: boolean }).polluted, undefined);
  },
  'cycles, and one object in two places, keep their form'() {
    const ring: { self?: unknown; list: unknown[] } = { list: [] };
    ring.self = ring;
    ring.list.push(ring, ring.list);
    const twice = { a: 1 };
    const map = new Map<unknown, unknown>();
    map.set('me', map);
    const many = Array.from({ length: 30 }, (_, n) => ({ n }));
    const back = trip([ring, [twice, twice, [twice]], map, [...many, ...many]]) as [typeof ring, (typeof twice)[], typeof map, { n: number }[]];
    assert.equal(back[0].self, back[0]);
    assert.equal(back[0].list[0], back[0]);
    assert.equal(back[0].list[1], back[0].list);
    assert.equal(back[1][0], back[1][1]);
    assert.equal((back[1][2] as unknown as unknown[])[0], back[1][0]);
    assert.equal(back[2].get('me'), back[2]);
    for (let n = 0; n < 30; n++) assert.equal(back[3][n], back[3][n + 30]);
  },
  'an error of the runtime keeps its class, another one its name and stack'() {
    class Special extends Error {
      override name = 'Special';
    }
    const [own, special] = trip([new CannotTravel('x'), new Special('rare')]) as [Error, Error & { remoteName: string }];
    assert.ok(own instanceof CannotTravel);
    assert.equal(special.remoteName, 'Special');
    assert.equal(special.message, 'rare');
    assert.match(special.stack!, /Special|rare/);
  },
  'what cannot travel says so by name and place'() {
    const queue = new Queue<unknown>();
    assert.throws(() => queue.put(() => 1), CannotTravel);
    assert.throws(() => queue.put({ list: [1, { callback() {} }] }), (error) => error instanceof CannotTravel && /callback.*\.list\[1\]\.callback/.test(error.message));
    assert.throws(() => queue.put(Symbol('s')), /Symbol\(s\)/);
    assert.throws(() => queue.put({ w: new WeakMap() }), /WeakMap.*\.w/);
    assert.throws(() => queue.put(Promise.resolve()), /Promise/);
    assert.equal(queue.size, 0);
  },
  'shared objects arrive as themselves, one record for one object'() {
    const lock = new Lock();
    const event = new Event();
    const thread = new Thread(isSame, { args: [{ lock, again: [lock], event }, lock] }).start();
    thread.join(undefined, { rethrow: true });
    assert.equal(event.isSet(), true);
    const [same] = trip([{ lock }]) as [{ lock: Lock }];
    assert.equal(same.lock, lock);
  },
  'a SharedArrayBuffer, and views of it, are the same memory everywhere'() {
    const shared = new SharedArrayBuffer(64);
    new Thread(fill, { args: [new Uint8Array(shared, 4, 4), shared] }).start().join(undefined, { rethrow: true });
    assert.deepEqual([...new Uint8Array(shared, 3, 6)], [0, 7, 7, 7, 7, 0]);
    assert.equal(new Int32Array(shared)[3], 99);
    const [view] = trip([new Int16Array(shared, 8, 2)]) as [Int16Array];
    assert.equal(view.buffer, shared);
  },
  'what was sent and never taken is given back with its queue'() {
    const count = (): number => {
      (globalThis as { gc?: () => void }).gc!();
      return 0;
    };
    count();
    // Far more than the heap could hold at once.
    for (let n = 0; n < 400; n++) {
      const queue = new Queue<Uint8Array>();
      queue.put(new Uint8Array(1 << 20));
      queue.shutdown(true);
    }
  },
};
