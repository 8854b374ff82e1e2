import { task, ThreadPoolExecutor } from 'threadbook/threading';

const pool = new ThreadPoolExecutor(2);
const innerPool = new ThreadPoolExecutor(2);

export const leaf = task(import.meta.url, function leaf() {
  return 1;
});

export const outer = task(import.meta.url, function outer_bad() {
  const future = pool.submit(leaf); // step B1
  return future.result(); // warn pool-self-wait "waits for another task of pool" // step A2
});

export const other = task(import.meta.url, function other_ok() {
  return innerPool.submit(leaf).result();
});

export function main() {
  pool.submit(outer); // step A1
  pool.submit(other);
  return pool.submit(leaf).result();
}
