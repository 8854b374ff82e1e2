import { Mutex } from 'async-mutex';
import { Lock } from 'threadbook/threading';

const lock = new Lock();
const mutex = new Mutex();

export async function save_bad() {
  using held = lock.hold(); // step A1
  await fetch('http://127.0.0.1/'); // warn await-under-lock "a lock of threads" // step A2
}

export async function save_ok() {
  await mutex.runExclusive(async () => {
    await fetch('http://127.0.0.1/');
  });
}

export async function before_ok() {
  {
    using held = lock.hold();
  }
  await fetch('http://127.0.0.1/');
}
