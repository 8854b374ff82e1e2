import { Mutex, Semaphore } from 'async-mutex';

export class Wallet {
  private readonly mutex = new Mutex();
  private readonly pair = new Semaphore(2);

  async spend_bad(): Promise<void> {
    await this.mutex.runExclusive(async () => { // warn self-deadlock "Wallet.mutex" // step A1 A2
      await this.save(); // step A3
    });
  }

  async save(): Promise<void> {
    const release = await this.mutex.acquire(); // step A4
    try {
      await this.write();
    } finally {
      release();
    }
  }

  async write(): Promise<void> {}

  async permits_ok(): Promise<void> {
    await this.pair.runExclusive(() => this.pair.runExclusive(() => {}));
  }

  async notAwaited_ok(): Promise<void> {
    await this.mutex.runExclusive(() => {
      setTimeout(() => void this.save(), 10);
    });
  }

  async released_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    release();
    await this.save();
  }
}
