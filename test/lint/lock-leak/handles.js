export class Store {
  constructor(pool, lockfile) {
    this.pool = pool;
    this.lockfile = lockfile;
  }

  async query_bad(text) {
    const client = await this.pool.connect(); // warn[1] lock-leak "an exception leaves it taken" // step[1] A1
    const rows = await client.query(text); // step[1] A2
    client.release(); // step[1] B1
    return rows;
  }

  async install_bad(path) {
    const release = await this.lockfile.lock(path); // warn[2] lock-leak "an exception leaves it taken" // step[2] A1
    await this.query_ok(path); // step[2] A2
    await release(); // step[2] B1
  }

  async query_ok(text) {
    const client = await this.pool.connect();
    try {
      return await client.query(text);
    } finally {
      client.release();
    }
  }

  async caught_ok(text) {
    const client = await this.pool.connect();
    try {
      await client.query(text);
    } catch (error) {
      client.release();
      throw error;
    }
    client.release();
  }

  async install_ok(path) {
    const release = await this.lockfile.lock(path);
    try {
      await this.query_ok(path);
    } finally {
      await release();
    }
  }
}
