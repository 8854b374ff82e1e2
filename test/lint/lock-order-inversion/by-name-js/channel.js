import { Lock } from 'threadbook/threading';

export class Channel {
  constructor(transport) {
    this.lock = new Lock();
    this.transport = transport;
    this.open = true;
  }

  write_bad(text) {
    using _held = this.lock.hold(); // step A1
    this.transport.send(text); // warn lock-order-inversion "SecureTransport.lock" // step A2
  }

  closed() {
    using _held = this.lock.hold(); // step B3
    this.open = false;
  }

  write_ok(text) {
    {
      using _held = this.lock.hold();
      if (!this.open) return;
    }
    this.transport.send(text);
  }
}
