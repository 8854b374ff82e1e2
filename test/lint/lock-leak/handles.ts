interface Connection {
  query(text: string): Promise<string[]>;
  release(): void;
}
interface NonceLock {
  nonce: number;
  releaseLock(): void;
}

class Query {
  constructor(readonly text: string) {}
}

export class Store {
  #current: Connection | undefined;

  constructor(
    private readonly pool: { getConnection(): Promise<Connection>; connect(): Promise<Connection> },
    private readonly files: { lock(path: string): Promise<() => Promise<void>> },
    private readonly getNonceLock: (address: string) => Promise<NonceLock>,
  ) {}

  async query_bad(text: string): Promise<string[]> {
    const connection = await this.pool.getConnection(); // warn[1] lock-leak "an exception leaves it taken" // step[1] A1
    const rows = await connection.query(text); // step[1] A2
    connection.release(); // step[1] B1
    return rows;
  }

  async write_bad(path: string): Promise<void> {
    const unlock = await this.files.lock(path); // warn[2] lock-leak "an exception leaves it taken" // step[2] A1
    await this.query_ok(path); // step[2] A2
    await unlock(); // step[2] B1
  }

  async submit_bad(address: string): Promise<void> {
    const held = await this.getNonceLock(address); // warn[3] lock-leak "an exception leaves it taken" // step[3] A1
    this.send(held.nonce); // step[3] A2
    held.releaseLock(); // step[3] B1
  }

  async query_ok(text: string): Promise<string[]> {
    const connection = await this.pool.getConnection();
    try {
      return await connection.query(text);
    } finally {
      connection.release();
    }
  }

  async write_ok(path: string): Promise<void> {
    const unlock = await this.files.lock(path);
    try {
      await this.query_ok(path);
    } finally {
      await unlock();
    }
  }

  async lent_ok(text: string, lent?: Connection): Promise<string[]> {
    let connection = lent;
    if (!connection) connection = await this.pool.getConnection();
    try {
      return await connection.query(text);
    } finally {
      if (!lent) connection.release();
    }
  }

  async missing_ok(): Promise<void> {
    const connection = await this.pool.connect();
    if (!connection) return;
    try {
      await connection.query('select 1');
    } finally {
      connection.release();
    }
  }

  async kept_ok(): Promise<void> {
    const connection = await this.pool.connect();
    this.#current = connection;
    await connection.query('listen news');
    if (this.#current !== connection) connection.release();
  }

  async prepared_ok(text: string): Promise<void> {
    const connection = await this.pool.connect();
    const wanted = new Query(text);
    try {
      await connection.query(wanted.text);
    } finally {
      connection.release();
    }
  }

  async streamed_ok(source: { getReader(): { read(): Promise<string>; releaseLock(): void } }): Promise<string> {
    const reader = source.getReader();
    const first = await reader.read();
    reader.releaseLock();
    return first;
  }

  async later_ok(): Promise<() => void> {
    const connection = await this.pool.connect();
    await connection.query('begin');
    return () => connection.release();
  }

  send(nonce: number): void {
    if (nonce < 0) throw new Error('no nonce');
  }
}
