module.exports = class Mutex {
  constructor() {
    this.locked = false;
    this.queue = [];
  }

  lock() {
    if (this.locked) return new Promise((resolve) => this.queue.push(resolve));
    this.locked = true;
    return Promise.resolve();
  }

  unlock() {
    const next = this.queue.shift();
    if (next) next();
    else this.locked = false;
  }
};
