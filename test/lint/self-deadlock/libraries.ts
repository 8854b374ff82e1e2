import { Mutex as LiveMutex } from '@livekit/mutex';
import AsyncLock from 'async-lock';
import { Sema } from 'async-sema';
import AwaitLock from 'await-lock';
import { Mutex as KitMutex } from 'es-toolkit';

export class Store {
  private readonly live = new LiveMutex();
  private readonly keyed = new AsyncLock();
  private readonly patient = new AsyncLock({ timeout: 5000 });
  private readonly again = new AsyncLock({ domainReentrant: true });
  private readonly sema = new Sema(1);
  private readonly pair = new Sema(2);
  private readonly waiting = new AwaitLock();
  private readonly kit = new KitMutex();

  async live_bad(): Promise<void> {
    const unlock = await this.live.lock(); // step[live] A1
    try {
      await this.flush(); // warn[live] self-deadlock "Store.live" // step[live] A2
    } finally {
      unlock();
    }
  }

  private async flush(): Promise<void> {
    const unlock = await this.live.lock(); // step[live] A3
    unlock();
  }

  async keyed_bad(): Promise<void> {
    await this.keyed.acquire('files', async () => { // warn[keyed] self-deadlock "Store.keyed[files]" // step[keyed] A1 A2
      await this.keyed.acquire('files', () => this.write()); // step[keyed] A3
    });
  }

  async otherKey_ok(): Promise<void> {
    await this.keyed.acquire('files', () => this.keyed.acquire('folders', () => this.write()));
  }

  async anyKey_bad(one: string, other: string): Promise<void> {
    await this.keyed.acquire(one, () => this.keyed.acquire(other, () => this.write())); // warn[any] lock-order-instances "Store.keyed[]" // step[any] A1 A2 A3
  }

  async patient_ok(): Promise<void> {
    await this.patient.acquire('a', () => this.patient.acquire('a', () => this.write()));
  }

  async reentrant_ok(): Promise<void> {
    await this.again.acquire('a', () => this.again.acquire('a', () => this.write()));
  }

  async sema_bad(): Promise<void> {
    await this.sema.acquire(); // step[sema] A1
    await this.sema.acquire(); // warn[sema] self-deadlock "Store.sema" // step[sema] A2
    this.sema.release();
    this.sema.release();
  }

  async pair_ok(): Promise<void> {
    await this.pair.acquire();
    await this.pair.acquire();
    this.pair.release();
    this.pair.release();
  }

  async waiting_bad(): Promise<void> {
    await this.waiting.acquireAsync(); // step[waiting] A1
    try {
      await this.waiting.acquireAsync(); // warn[waiting] self-deadlock "Store.waiting" // step[waiting] A2
    } finally {
      this.waiting.release();
    }
  }

  async kit_bad(): Promise<void> {
    await this.kit.acquire(); // step[kit] A1
    await this.kit.acquire(); // warn[kit] self-deadlock "Store.kit" // step[kit] A2
    this.kit.release();
    this.kit.release();
  }

  async write(): Promise<void> {}
}
