// After MetaMask/core b3635c9ddb: the answer to a question gives the lock back, except where it returns early.
import { Mutex } from 'async-mutex';

declare function ask(question: string, answered: (error: Error | undefined, answer: string) => void): void;

export class Network {
  #mutex = new Mutex();

  async lookup_bad() {
    const release = await this.#mutex.acquire(); // warn lock-leak # step A1
    ask('version', (error, answer) => {
      if (error) return; // step A2
      console.log(answer);
      release(); // step B1
    });
  }

  async lookup_ok() {
    const release = await this.#mutex.acquire();
    ask('version', (error, answer) => {
      if (!error) console.log(answer);
      release();
    });
  }
}
