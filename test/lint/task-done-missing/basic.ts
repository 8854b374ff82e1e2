import { Queue } from 'threadbook/threading';

const jobs = new Queue();
const counted = new Queue();

export function consume_bad() {
  for (;;) jobs.get(); // step A1
}

export function finish_bad() {
  jobs.join(); // warn task-done-missing "never says so" // step A2
}

export function count_ok() {
  counted.get();
  counted.taskDone();
}

export function counted_ok() {
  counted.join();
}
