// What an exchange promises: attached gets, detached does not, names are apart, and a full subscriber is counted.
import assert from 'node:assert/strict';
import { Exchange, ExchangeThread } from '../../recipes/patterns/exchange.js';
import { Queue } from '../../recipes/threading/index.js';

describe('the exchange', function () {
  this.timeout(20_000);
  let thread: ExchangeThread;
  beforeEach(() => {
    thread = new ExchangeThread();
  });
  afterEach(() => thread[Symbol.dispose]());

  const drain = (queue: Queue<number>) => Array.from({ length: queue.size }, () => queue.get(0));

  it('delivers to who is attached, under that name, from attach to detach', () => {
    const [odd, even] = [new Exchange<number>(thread.orders, 'odd'), new Exchange<number>(thread.orders, 'even')];
    const [one, two] = [new Queue<number>(), new Queue<number>()];
    odd.send(1);
    odd.attach(one);
    odd.attach(one); // Twice is once.
    odd.send(3);
    even.send(2);
    odd.attach(two);
    odd.send(5);
    odd.detach(one);
    odd.send(7);
    assert.deepEqual(odd.counts(), { sent: 4, delivered: 4, dropped: 0 });
    assert.deepEqual(even.counts(), { sent: 1, delivered: 0, dropped: 0 });
    assert.deepEqual([drain(one), drain(two)], [[3, 5], [5, 7]]);
  });

  it('a subscription ends with its block, also when that throws', () => {
    const exchange = new Exchange<number>(thread.orders, 'news');
    const queue = new Queue<number>();
    assert.throws(() => {
      using subscription = exchange.subscribe(queue);
      void subscription;
      exchange.send(1);
      throw new Error('left early');
    }, /left early/);
    exchange.send(2);
    assert.equal(exchange.counts().delivered, 1);
    assert.deepEqual(drain(queue), [1]);
  });

  it('goes on without a subscriber that has shut its queue down', () => {
    const exchange = new Exchange<number>(thread.orders, 'news');
    const [gone, stays] = [new Queue<number>(), new Queue<number>()];
    exchange.attach(gone);
    exchange.attach(stays);
    exchange.send(1);
    exchange.counts();
    gone.shutdown();
    exchange.send(2);
    exchange.send(3);
    assert.deepEqual(exchange.counts(), { sent: 3, delivered: 4, dropped: 1 });
    assert.deepEqual([drain(gone), drain(stays)], [[1], [1, 2, 3]]);
  });

  it('leaves out a subscriber that is full, and counts it', () => {
    const exchange = new Exchange<number>(thread.orders, 'news');
    const [small, large] = [new Queue<number>(2), new Queue<number>()];
    exchange.attach(small);
    exchange.attach(large);
    for (let n = 1; n <= 5; n++) exchange.send(n);
    assert.deepEqual(exchange.counts(), { sent: 5, delivered: 7, dropped: 3 });
    assert.deepEqual([drain(small), drain(large)], [[1, 2], [1, 2, 3, 4, 5]]);
  });
});
