// After emmercm/igir e33824248f: a set of locks is taken at once, each as it comes; sets that overlap wait for each other.
import { Mutex } from 'async-mutex';

const mutexes = new Map<string, Mutex>();

export async function lock_bad(keys: string[]) {
  const wanted = keys.map((key) => mutexes.get(key) as Mutex);
  return Promise.all(wanted.map(async (mutex) => mutex.acquire())); // warn lock-order-instances # step A1 A2
}
