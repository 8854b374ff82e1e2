'use strict';
var __importDefault = (this && this.__importDefault) || ((module) => (module && module.__esModule ? module : { default: module }));
const async_lock_1 = __importDefault(require('async-lock'));
const async_mutex_1 = require('async-mutex');

class Files {
  constructor() {
    this.lock = new async_lock_1.default();
    this.mutex = new async_mutex_1.Mutex();
  }

  async write_bad() {
    await this.lock.acquire('files', async () => { // warn[lock] self-deadlock "Files.lock[files]" // step[lock] A1 A2
      await this.read(); // step[lock] A3
    });
  }

  async read() {
    await this.lock.acquire('files', async () => {}); // step[lock] A4
  }

  async close_ok() {
    await this.mutex.runExclusive(() => this.read());
  }
}
exports.Files = Files;
