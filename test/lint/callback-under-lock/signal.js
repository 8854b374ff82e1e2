import { Lock } from 'threadbook/threading';

class Signal {
  handlers = [];

  register(handler) {
    this.handlers.push(handler);
  }

  fire(news) {
    for (const handler of this.handlers) handler(news); // step[1] A3
  }
}

export class Browser {
  lock = new Lock();
  changed = new Signal();
  news = [];

  add_ok(news) {
    using _held = this.lock.hold();
    this.news.push(news);
  }

  run_bad() {
    using _held = this.lock.hold(); // step[1] A1
    this.changed.fire(this.news.join()); // warn[1] callback-under-lock "of handlers" // step[1] A2
  }

  run_ok() {
    let news;
    {
      using _held = this.lock.hold();
      news = this.news.join();
    }
    this.changed.fire(news);
  }
}
