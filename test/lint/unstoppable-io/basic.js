import { Event, Queue } from 'threadbook/threading';

const stop = new Event();
const jobs = new Queue();
const letters = new Queue();

export function take_bad() {
  while (!stop.isSet()) { // step A1
    const job = jobs.get(); // warn unstoppable-io "looks at stop in a loop, but waits for an item of a queue without a limit" // step A2
    job();
  }
}

// The wait ends by itself.
export function limited_ok() {
  while (!stop.isSet()) jobs.get(500);
}

// What comes says when it is over.
export function to_the_end_ok() {
  for (;;) {
    if (letters.get() === undefined) return;
  }
}

// Whoever sets the flag also wakes the one who waits.
export function woken_ok() {
  while (!stop.isSet()) letters.get();
}

export function finish_ok() {
  stop.set();
  letters.shutdown();
}
