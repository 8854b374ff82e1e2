// After MetaMask/core 5251f3a152: the mutex is given back where something went wrong, and not where all went well.
import { Mutex } from 'async-mutex';

declare function balance(): Promise<number>;

export class Tracker {
  readonly #mutex = new Mutex();
  #balance = 0;

  async refresh_bad(): Promise<void> { // step A2
    const release = await this.#mutex.acquire(); // warn lock-leak // step A1
    try {
      this.#balance = await balance();
    } catch (error) {
      release(); // step B1
      throw error;
    }
  }

  async refresh_ok(): Promise<void> {
    const release = await this.#mutex.acquire();
    try {
      this.#balance = await balance();
    } finally {
      release();
    }
  }
}
