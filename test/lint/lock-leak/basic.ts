import { Mutex } from 'async-mutex';
import { Lock } from 'threadbook/threading';

export class Controller {
  private readonly mutex = new Mutex();
  private readonly lock = new Lock();

  async early_bad(token: string | undefined): Promise<void> {
    const release = await this.mutex.acquire(); // warn[1] lock-leak "a return leaves it taken" // step[1] A1
    if (!token) return; // step[1] A2
    release(); // step[1] B1
  }

  async throws_bad(): Promise<void> {
    const release = await this.mutex.acquire(); // warn[2] lock-leak "exception" // step[2] A1
    await this.refresh(); // step[2] A2
    release(); // step[2] B1
  }

  blocking_bad(ready: boolean): void {
    this.lock.acquire(); // warn[3] lock-leak // step[3] A1
    if (!ready) throw new Error('not ready'); // step[3] A2
    this.lock.release(); // step[3] B1
  }

  async finally_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    try {
      await this.refresh();
    } finally {
      release();
    }
  }

  async handedOver_ok(): Promise<() => void> {
    const release = await this.mutex.acquire();
    return release;
  }

  async later_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    setTimeout(release, 100);
  }

  async wholePromise_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    return this.refresh().finally(release);
  }

  timed_ok(): boolean {
    if (!this.lock.acquire(100)) return false;
    try {
      return true;
    } finally {
      this.lock.release();
    }
  }

  async refresh(): Promise<void> {}
}
