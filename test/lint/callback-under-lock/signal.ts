import { Lock } from 'threadbook/threading';

type Handler = (news: string) => void;

class Signal {
  private readonly handlers: Handler[] = [];

  register(handler: Handler): void {
    this.handlers.push(handler);
  }

  fire(news: string): void {
    for (const handler of this.handlers) handler(news); // step[1] A3
  }
}

export class Browser {
  private readonly lock = new Lock();
  private readonly changed = new Signal();
  private readonly news: string[] = [];

  add_ok(news: string): void {
    using _held = this.lock.hold();
    this.news.push(news);
  }

  run_bad(): void {
    using _held = this.lock.hold(); // step[1] A1
    this.changed.fire(this.news.join()); // warn[1] callback-under-lock "of handlers" // step[1] A2
  }

  run_ok(): void {
    let news: string;
    {
      using _held = this.lock.hold();
      news = this.news.join();
    }
    this.changed.fire(news);
  }
}
