import { Event } from 'threadbook/threading';

const tick = new Event();

export function serve_bad() {
  for (;;) {
    tick.wait(); // step A1
    tick.clear(); // warn event-reused "in a loop" // step A2
  }
}

export function once_ok() {
  tick.wait();
  tick.clear();
}
