import { Condition } from 'threadbook/threading';

const changed = new Condition();
const items = [1];

export function take_bad() {
  using held = changed.hold(); // step A1
  if (items.length === 0) changed.wait(); // warn wait-not-in-loop "outside a loop" // step A2
  return items.pop();
}

export function take_ok() {
  using held = changed.hold();
  while (items.length === 0) changed.wait();
  return items.pop();
}

export function predicate_ok() {
  using held = changed.hold();
  changed.waitFor(() => items.length > 0);
  return items.pop();
}
