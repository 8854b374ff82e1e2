import { Mutex } from 'async-mutex';

declare const provider: { send(method: string, callback: (error: Error | undefined, answer: string) => void): void };

export class Network {
  private readonly mutex = new Mutex();
  private name = '';

  async lookup_bad(): Promise<void> {
    const release = await this.mutex.acquire(); // warn lock-leak "a return leaves it taken" // step A1
    provider.send('version', (error, answer) => {
      if (answer === this.name) {
        return; // step A2
      }
      this.name = answer;
      release(); // step B1
    });
  }

  async lookup_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    provider.send('version', (error, answer) => {
      if (answer !== this.name) this.name = answer;
      release();
    });
  }

  async finish_ok(): Promise<void> {
    const release = await this.mutex.acquire();
    const finish = (): void => release();
    finish();
    await this.mutex.runExclusive(() => {});
  }
}
