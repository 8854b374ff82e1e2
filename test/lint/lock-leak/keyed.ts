// One lock for each key, and semaphores made at home.
import { Mutex } from 'async-mutex';

class Semaphore {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(permits = 4) {
    this.free = permits;
  }

  async acquire(): Promise<void> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}

export class Files {
  private readonly locks = new Map<string, Mutex>();
  private readonly readers = new Semaphore();
  private readonly writer = new Semaphore(1);

  private lockFor(path: string): Mutex {
    let lock = this.locks.get(path);
    if (!lock) {
      lock = new Mutex();
      this.locks.set(path, lock);
    }
    return lock;
  }

  async write_bad(path: string): Promise<void> {
    const release = await this.lockFor(path).acquire(); // warn[1] lock-leak "an exception leaves it taken" // step[1] A1
    await this.send(path); // step[1] A2
    release(); // step[1] B1
  }

  async read_bad(path: string): Promise<void> {
    await this.readers.acquire(); // warn[2] lock-leak "a return leaves it taken" // step[2] A1
    if (path === '') return; // step[2] A2
    this.readers.release(); // step[2] B1
  }

  async write_ok(path: string): Promise<void> {
    const release = await this.lockFor(path).acquire();
    try {
      await this.send(path);
    } finally {
      release();
    }
  }

  async handedOver_ok(path: string): Promise<() => void> {
    return this.lockFor(path).acquire();
  }

  // There is room for more than one reader.
  async readers_ok(path: string): Promise<void> {
    await this.readers.acquire();
    try {
      await this.readersInside_ok(path);
    } finally {
      this.readers.release();
    }
  }

  async readersInside_ok(path: string): Promise<void> {
    await this.readers.acquire();
    try {
      await this.send(path);
    } finally {
      this.readers.release();
    }
  }

  async writers_bad(path: string): Promise<void> {
    await this.writer.acquire(); // step[3] A1
    try {
      await this.write(path); // warn[3] self-deadlock // step[3] A2
    } finally {
      this.writer.release();
    }
  }

  private async write(path: string): Promise<void> {
    await this.writer.acquire(); // step[3] A3
    try {
      await this.send(path);
    } finally {
      this.writer.release();
    }
  }

  private async send(path: string): Promise<void> {
    if (path.length > 255) throw new Error('too long');
  }
}
