import { Lock, acquire } from 'threadbook/threading';

const a = new Lock();
const b = new Lock();
const c = new Lock();

export function nested_bad() {
  using outer = acquire(a, c); // step A1
  using inner = acquire(b); // warn ordered-acquire-nested "in one call" // step A2
}

export function together_ok() {
  using held = acquire(c, a, b);
}

export function one_after_the_other_ok() {
  {
    using first = acquire(a, b);
  }
  using second = acquire(c);
}
