import { Lock } from 'threadbook/threading';

export class SecureTransport {
  constructor() {
    this.lock = new Lock();
    this.channels = new Set();
  }

  send(text) {
    using _held = this.lock.hold(); // step A3
    console.log(text);
  }

  close_bad(channel) {
    using _held = this.lock.hold(); // step B1
    this.channels.delete(channel);
    channel.closed(); // step B2
  }
}
