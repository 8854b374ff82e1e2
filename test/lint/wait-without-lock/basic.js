import { Condition } from 'threadbook/threading';

const changed = new Condition(); // step A1

export function tell_bad() {
  changed.notifyAll(); // warn wait-without-lock "notifies changed" // step A2
}

export function tell_ok() {
  using held = changed.hold();
  changed.notifyAll();
}

export function tellByCall_ok() {
  using held = changed.hold();
  inner();
}

function inner() {
  changed.notify();
}
