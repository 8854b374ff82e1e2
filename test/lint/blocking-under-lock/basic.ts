import { Event, Lock, Queue, sleep } from 'threadbook/threading';

const lock = new Lock();
const jobs = new Queue(5);
const free = new Queue();
const ready = new Event();

export function take_bad() {
  using held = lock.hold(); // step[1] A1
  return jobs.get(); // warn[1] blocking-under-lock "an item of a queue" // step[1] A2
}

export function wait_bad() {
  using held = lock.hold(); // step[2] A1
  ready.wait(); // warn[2] blocking-under-lock "an event" // step[2] A2
}

export function sleep_bad() {
  using held = lock.hold(); // step[3] A1
  sleep(100); // warn[3] blocking-under-lock "sleeps" // step[3] A2
}

export function bounded_ok() {
  using held = lock.hold();
  ready.wait(100);
  free.put(1);
}

export function outside_ok() {
  {
    using held = lock.hold();
  }
  return jobs.get();
}
