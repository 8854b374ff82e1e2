// After MetaMask/core 984ab10ae0: adding a token asks others between taking the mutex and giving it back.
import { Mutex } from 'async-mutex';

export class Assets {
  private readonly mutex = new Mutex();
  private tokens: string[] = [];

  async add_bad(address: string): Promise<void> {
    const release = await this.mutex.acquire(); // warn lock-leak "an exception" // step A1
    this.tokens = [...this.tokens, await this.describe(address)]; // step A2
    release(); // step B1
  }

  async add_ok(address: string): Promise<void> {
    const release = await this.mutex.acquire();
    try {
      this.tokens = [...this.tokens, await this.describe(address)];
    } finally {
      release();
    }
  }

  async describe(address: string): Promise<string> {
    return address;
  }
}
