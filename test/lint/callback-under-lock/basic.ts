import { Mutex } from 'async-mutex';

export class Subject {
  mutex = new Mutex();
  listeners = new Set();

  async add(listener) {
    await this.mutex.runExclusive(() => this.listeners.add(listener));
  }

  async tell_bad(value) {
    const release = await this.mutex.acquire(); // step[1] A1
    try {
      for (const listener of this.listeners) {
        await listener(value); // warn[1] callback-under-lock "listener of listeners" // step[1] A2
      }
    } finally {
      release();
    }
  }

  async each_bad(callback) {
    const release = await this.mutex.acquire(); // step[2] A1
    try {
      await callback(this); // warn[2] callback-under-lock "callback" // step[2] A2
    } finally {
      release();
    }
  }

  async copied_ok(value) {
    const listeners = await this.mutex.runExclusive(() => [...this.listeners]);
    for (const listener of listeners) await listener(value);
  }
}
