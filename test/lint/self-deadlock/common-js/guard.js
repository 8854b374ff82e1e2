// What a module exports as a whole, and as an object of functions.
const Mutex = require('./mutex');

const mutex = new Mutex();

module.exports = {
  mutex,
  async guarded(action) {
    await mutex.lock(); // step A2 A6
    try {
      return await action();
    } finally {
      mutex.unlock();
    }
  },
};
