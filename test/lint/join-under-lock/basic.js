import { Lock, task, Thread } from 'threadbook/threading';

const lock = new Lock();

export const work = task(import.meta.url, function work() {
  using held = lock.hold(); // step B1 // step[2] B1
});

export function stop_bad() {
  const thread = new Thread(work);
  using held = lock.hold(); // step A1
  thread.join(); // warn join-under-lock "while it holds lock" // step A2
}

export function bounded_bad() {
  const thread = new Thread(work);
  using held = lock.hold(); // step[2] A1
  thread.join(100); // warn[2] join-under-lock "in vain" // step[2] A2
}
