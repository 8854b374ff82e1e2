class Mutex {
  private waiting: (() => void)[] = [];

  async acquire(): Promise<() => void> {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return () => this.release();
  }

  release(): void {
    this.waiting.shift()?.();
  }
}

class QueueMutex {
  private last: Promise<unknown> = Promise.resolve();

  acquire<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work);
    this.last = next;
    return next;
  }
}

class ReentrantMutex {
  async acquire(): Promise<void> {}
  release(): void {}
}

class ScrollLock {
  async acquire(): Promise<void> {}
  release(): void {}
}

export class Program {
  private readonly mutex = new Mutex();
  private readonly queue = new QueueMutex();
  private readonly again = new ReentrantMutex();
  private readonly scroll = new ScrollLock();

  async save_bad(): Promise<void> {
    const release = await this.mutex.acquire(); // step[own] A1
    try {
      await this.flush(this.mutex); // warn[own] self-deadlock "mutex" // step[own] A2
    } finally {
      release();
    }
  }

  private async flush(mutex: Mutex): Promise<void> {
    await mutex.acquire(); // step[own] A3
    mutex.release();
  }

  async scope_bad(): Promise<void> {
    using _ = await this.mutex.acquire(); // step[scope] A1
    await this.mutex.acquire(); // warn[scope] self-deadlock // step[scope] A2
    this.mutex.release();
  }

  async scope_ok(): Promise<void> {
    {
      using _ = await this.mutex.acquire();
    }
    const release = await this.mutex.acquire();
    release();
  }

  async run_bad(): Promise<void> {
    await this.queue.acquire(async () => { // warn[queue] self-deadlock "Program.queue" // step[queue] A1 A2
      await this.next(); // step[queue] A3
    });
  }

  private async next(): Promise<void> {
    await this.queue.acquire(async () => {}); // step[queue] A4
  }

  async again_ok(): Promise<void> {
    await this.again.acquire();
    await this.again.acquire();
    this.again.release();
  }

  async scroll_ok(): Promise<void> {
    await this.scroll.acquire();
    await this.scroll.acquire();
    this.scroll.release();
  }
}
