import { Lock, acquire } from 'threadbook/threading';

export class Account {
  lock = new Lock();
  number = 0;
}

export function transfer_bad(a, b) {
  using first = a.lock.hold(); // step A1
  using second = b.lock.hold(); // warn lock-order-instances "swapped" // step A2
}

export function ordered_ok(a, b) {
  using held = acquire(a.lock, b.lock);
}

export function compared_ok(a, b) {
  const [low, high] = a.number < b.number ? [a, b] : [b, a];
  using first = low.lock.hold();
  using second = high.lock.hold();
}
