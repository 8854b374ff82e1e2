// A connection that is opened here only where none was handed in.
interface Connection {
  query(text: string): Promise<string[]>;
  release(): Promise<void>;
}

export class Migrations {
  constructor(
    private readonly pool: { createConnection(): Connection; connect(): Promise<Connection> },
    private readonly lent?: Connection,
  ) {}

  async undo_bad(): Promise<void> {
    const connection = this.lent || this.pool.createConnection(); // warn[1] lock-leak "a return leaves it taken" // step[1] A1
    const done = await connection.query('select last');
    if (done.length === 0) return; // step[1] A2
    try {
      await connection.query('undo');
    } finally {
      if (!this.lent) await connection.release(); // step[1] B1
    }
  }

  async remove_bad(given?: Connection): Promise<void> {
    const connection = given ?? (await this.pool.connect()); // warn[2] lock-leak "an exception leaves it taken" // step[2] A1
    await connection.query('delete'); // step[2] A2
    if (!given) await connection.release(); // step[2] B1
  }

  async undo_ok(): Promise<void> {
    const connection = this.lent || this.pool.createConnection();
    try {
      const done = await connection.query('select last');
      if (done.length === 0) return;
      await connection.query('undo');
    } finally {
      if (!this.lent) await connection.release();
    }
  }

  async early_ok(): Promise<void> {
    const connection = this.lent ? this.lent : this.pool.createConnection();
    if (this.pool === undefined) {
      if (!this.lent) await connection.release();
      return;
    }
    await connection.release();
  }

  // Which of the two it came from, nobody can tell.
  async either_ok(fast: boolean): Promise<void> {
    const connection = fast ? this.pool.createConnection() : await this.pool.connect();
    await connection.query('select 1');
    if (fast) await connection.release();
  }
}
