// A lock made at home, in the style of CommonJS: a method gives it back, and `lock` beside `lockAsync` calls a function back.
class LocalLock {
  constructor() {
    this.taken = false;
    this.waiting = [];
  }

  async lockAsync() {
    if (this.taken) await new Promise((resolve) => this.waiting.push(resolve));
    this.taken = true;
  }

  lock(callback) {
    if (this.taken) this.waiting.push(callback);
    else {
      this.taken = true;
      callback();
    }
  }

  unlock() {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }
}

const ports = new LocalLock();

async function allocate_bad(free) {
  await ports.lockAsync(); // warn[1] lock-leak "an exception leaves it taken" // step[1] A1
  const port = await free(); // step[1] A2
  ports.unlock(); // step[1] B1
  return port;
}

async function allocate_ok(free) {
  await ports.lockAsync();
  try {
    return await free();
  } finally {
    ports.unlock();
  }
}

function callback_ok(free) {
  ports.lock(() => {
    free(() => ports.unlock());
  });
}

module.exports = { allocate_bad, allocate_ok, callback_ok };
