// A lock of which only the name and the use are known, as one that hangs on an object from elsewhere.
export class Log {
  constructor(core, opts) {
    this.core = core;
    this.shared = opts.pool;
  }

  async recover_bad(proof) {
    await this.core.state.mutex.lock(); // warn[1] lock-leak "a return leaves it taken" // step[1] A1
    const nodes = await this.verify(proof);
    if (!nodes) return false; // step[1] A2
    this.core.state.mutex.unlock(); // step[1] B1
    return true;
  }

  async flush_bad(writeLock) {
    await writeLock.acquire(); // warn[2] lock-leak "an exception leaves it taken" // step[2] A1
    await this.core.flush(); // step[2] A2
    writeLock.release(); // step[2] B1
  }

  async recover_ok(proof) {
    await this.core.state.mutex.lock();
    try {
      const nodes = await this.verify(proof);
      if (!nodes) return false;
      return true;
    } finally {
      this.core.state.mutex.unlock();
    }
  }

  // The other half is somebody else's.
  async batch_ok() {
    await this.core.mutex.lock();
    try {
      await this.core.flush();
    } catch (error) {
      this.core.mutex.unlock();
      throw error;
    }
  }

  async acquireForWriting_ok() {
    await this.core.mutex.lock();
    if (this.core.writable) return true;
    this.core.mutex.unlock();
    return false;
  }

  async later_ok(done) {
    await this.core.mutex.lock();
    this.core.flush(() => this.core.mutex.unlock());
  }

  // No lock by its name.
  async door_ok() {
    await this.core.door.lock();
    await this.core.flush();
    this.core.door.unlock();
  }

  // Nobody waits for it here.
  screen_ok() {
    this.core.screenLock.lock();
    this.core.paint();
    this.core.screenLock.unlock();
  }

  async verify(proof) {
    return this.core.verify(proof);
  }
}
