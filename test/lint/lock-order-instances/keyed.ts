import { Mutex } from 'async-mutex';

class Files {
  private locks: Map<string, Mutex> = new Map();

  async rename_bad(from: string, to: string) {
    const source = await this.locks.get(from)!.acquire(); // step[1] A1
    const target = await this.locks.get(to)!.acquire(); // warn[1] lock-order-instances "Files.locks[]" // step[1] A2
    target();
    source();
  }

  async copy_bad(from: string, to: string) {
    await this.locks.get(from)!.runExclusive(async () => { // warn[2] lock-order-instances "Files.locks[]" // step[2] A1 // step[2] A2
      await this.locks.get(to)!.runExclusive(async () => {}); // step[2] A3
    });
  }

  async touch_ok(path: string) {
    await this.locks.get(path)!.runExclusive(async () => {});
  }
}
