import { Event, Lock } from 'threadbook/threading';

export class Link {
  lock = new Lock();
  clear = new Event();
  active = true;

  send_bad() {
    using _held = this.lock.hold(); // step[1] A1
    while (!this.clear.wait(100)) { // warn[1] blocking-under-lock "waits for an event" // step[1] A2
      if (!this.active) return;
    }
  }

  ask_bad() {
    using _held = this.lock.hold(); // step[2] A1
    while (true) {
      this.clear.wait(100); // warn[2] blocking-under-lock "waits for an event" // step[2] A2
      if (this.clear.isSet()) break;
    }
  }

  once_ok() {
    using _held = this.lock.hold();
    this.clear.wait(100);
  }

  until_ok(end) {
    using _held = this.lock.hold();
    while (Date.now() < end) {
      if (this.clear.wait(100)) break;
    }
  }

  outside_ok() {
    while (!this.clear.wait(100)) {
      if (!this.active) return;
    }
    using _held = this.lock.hold();
    this.active = false;
  }
}
