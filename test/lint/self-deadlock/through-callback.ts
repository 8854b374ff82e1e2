import { Mutex } from 'async-mutex';

export class Service {
  private readonly mutex = new Mutex();

  async withContext<T>(callback: (context: number) => Promise<T>): Promise<T> {
    return this.mutex.runExclusive(async () => { // step A2 A6
      return callback(1);
    });
  }
}

export class Syncing {
  constructor(private readonly service: Service) {}

  async remove(): Promise<void> {
    await this.service.withContext(async () => {}); // step A5
  }
}

export class Queue {
  constructor(
    private readonly service: Service,
    private readonly syncing: Syncing,
  ) {}

  async sync_bad(): Promise<void> {
    await this.service.withContext(async () => { // warn self-deadlock "Service.mutex" // step A1 A3
      await this.syncing.remove(); // step A4
    });
  }

  async sync_ok(): Promise<void> {
    await this.service.withContext(async () => {});
    await this.syncing.remove();
  }
}
