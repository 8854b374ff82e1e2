import { Condition, Lock, Semaphore } from '../../recipes/threading/index.js';

class Cellar {
  private readonly lock = new Lock({ name: 'cellar' });
  readonly #shelf = new Lock();
  private readonly changed = new Condition(this.lock);
  private readonly slots = new Semaphore(1);

  store_bad(): void {
    using held = this.lock.hold(); // step[1] A1
    this.put(); // warn[1] lock-order-inversion "Cellar.#shelf" // step[1] A2
  }

  private put(): void {
    using held = this.#shelf.hold(); // step[1] A3
  }

  watch_bad(): void {
    this.#shelf.acquire(); // step[1] B1
    try {
      using held = this.changed.hold(); // step[1] B2
    } finally {
      this.#shelf.release();
    }
  }

  sell_bad(): void {
    using slot = this.slots.hold(); // step[2] A1
    using held = this.lock.hold(); // warn[2] lock-order-inversion "Cellar.slots" // step[2] A2
  }

  count_bad(): void {
    using held = this.lock.hold(); // step[2] B1
    using slot = this.slots.hold(); // step[2] B2
  }
}
