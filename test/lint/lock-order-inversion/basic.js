const { Mutex } = require('async-mutex');

class Store {
  constructor() {
    this.index = new Mutex();
    this.data = new Mutex();
  }

  async write_bad() {
    const release = await this.index.acquire(); // step A1
    try {
      await this.flush_bad(); // warn lock-order-inversion "Store.index" // step A2
    } finally {
      release();
    }
  }

  async flush_bad() {
    await this.data.runExclusive(() => {}); // step A3
  }

  async read_bad() {
    await this.data.runExclusive(() => this.index.runExclusive(() => {})); // step B1 B2 B3
  }
}

module.exports = { Store };
