import { Lock } from 'threadbook/threading';

const lock = new Lock();

export function outer_bad() {
  lock.acquire(); // step[1] A1
  try {
    inner(); // warn[1] self-deadlock "outer_bad calls inner" // step[1] A2
  } finally {
    lock.release();
  }
}

function inner() {
  using held = lock.hold(); // step[1] A3
}

export async function web_bad() {
  await navigator.locks.request('db', async () => { // warn[2] self-deadlock "db" // step[2] A1 A2
    await navigator.locks.request('db', async () => {}); // step[2] A3
  });
}

export async function other_name_ok() {
  await navigator.locks.request('one', async () => {
    await navigator.locks.request('two', async () => {});
  });
}
