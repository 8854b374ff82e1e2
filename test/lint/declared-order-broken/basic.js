import { Lock } from 'threadbook/threading';

// order ledger < audit // step B1
const ledger = new Lock();
const audit = new Lock();
const other = new Lock();

export function backwards_bad() {
  using outer = audit.hold(); // step A1
  using inner = ledger.hold(); // warn declared-order-broken "the declared order is ledger < audit" // step A2
}

export function apart_ok() {
  {
    using first = audit.hold();
  }
  using second = ledger.hold();
}

export function undeclared_ok() {
  using outer = other.hold();
  using inner = audit.hold();
}
