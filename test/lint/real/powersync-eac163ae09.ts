// After powersync-ja/powersync-js eac163ae09: attachments are worked off inside a context that holds the mutex, and deleting one asks for it again.
import { Mutex } from 'async-mutex';

class AttachmentService {
  private readonly mutex = new Mutex();

  async withContext<T>(callback: () => Promise<T>): Promise<T> {
    return this.mutex.runExclusive(callback); // step A2 A7
  }
}

class SyncingService {
  constructor(private readonly attachments: AttachmentService) {}

  async process(): Promise<void> {
    await this.remove(); // step A5
  }

  async remove(): Promise<void> {
    await this.attachments.withContext(async () => undefined); // step A6
  }
}

export class AttachmentQueue {
  private readonly attachments = new AttachmentService();
  private readonly syncing = new SyncingService(this.attachments);

  async sync_bad(): Promise<void> {
    await this.attachments.withContext(() => this.syncing.process()); // warn self-deadlock // step A1 A3 A4
  }

  async sync_ok(): Promise<void> {
    await this.attachments.withContext(async () => undefined);
    await this.syncing.process();
  }
}
