import { Mutex } from 'async-mutex';

export class Keyed {
  private readonly mutexes = new Map<string, Mutex>();

  async every_bad(mutexes: Mutex[]): Promise<void> {
    await Promise.all(mutexes.map(async (mutex) => mutex.acquire())); // warn lock-order-instances "a whole set of locks" // step A1 A2
  }

  async sorted_ok(keys: string[]): Promise<void> {
    for (const key of [...keys].sort()) {
      await this.mutexes.get(key)?.acquire();
    }
  }

  async each_ok(mutexes: Mutex[]): Promise<void> {
    await Promise.all(mutexes.map((mutex) => mutex.runExclusive(() => {})));
  }
}
