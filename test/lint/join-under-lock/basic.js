import { Lock, task, Thread } from 'threadbook/threading';

const lock = new Lock();

export const work = task(import.meta.url, function work() {
  using held = lock.hold(); // step B1
});

export function stop_bad() {
  const thread = new Thread(work);
  using held = lock.hold(); // step A1
  thread.join(); // warn join-under-lock "while it holds lock" // step A2
}

export function bounded_ok() {
  const thread = new Thread(work);
  using held = lock.hold();
  thread.join(100);
}
