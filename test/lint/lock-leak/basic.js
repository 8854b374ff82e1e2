import { Semaphore } from 'async-mutex';

const slots = new Semaphore(3);

export async function download_bad(url) {
  const [, release] = await slots.acquire(); // warn lock-leak "slots" // step A1
  const answer = await fetch(url); // step A2
  release(); // step B1
  return answer;
}

export async function download_ok(url) {
  const [, release] = await slots.acquire();
  try {
    return await fetch(url);
  } finally {
    release();
  }
}
