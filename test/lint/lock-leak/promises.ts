import { Mutex } from 'async-mutex';
import Semaphore from 'semaphore-async-await';

export class Chain {
  private readonly mutex = new Mutex();
  private readonly lock = new Semaphore(1);

  async work(): Promise<void> {
    throw new Error('no work');
  }

  async plain_bad(): Promise<void> {
    await this.lock.wait(); // warn[1] lock-leak "an exception leaves it taken" // step[1] A1
    await this.work(); // step[1] A2
    this.lock.release(); // step[1] B1
  }

  async both_ok(): Promise<void> {
    await this.lock.wait();
    await this.work()
      .then(() => {
        this.lock.release();
      })
      .catch((reason) => {
        this.lock.release();
        throw reason;
      });
  }

  async finally_ok(): Promise<void> {
    await this.mutex.acquire();
    await this.work().finally(() => this.mutex.release());
  }

  async handedOn_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    return this.work().finally(release);
  }

  async swallowed_ok(): Promise<void> {
    await this.lock.wait();
    await this.work().catch(() => {});
    this.lock.release();
  }
}
