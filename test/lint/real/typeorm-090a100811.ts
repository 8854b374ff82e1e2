// After typeorm/typeorm 090a100811: a runner of queries is not given back to its pool when a query fails.
interface Runner {
  clearDatabase(): Promise<void>;
  release(): Promise<void>;
}

export class Connection {
  constructor(private readonly driver: { createQueryRunner(): Runner }) {}

  async drop_bad(): Promise<void> {
    const runner = this.driver.createQueryRunner(); // warn lock-leak "an exception" // step A1
    await runner.clearDatabase(); // step A2
    await runner.release(); // step B1
  }

  async drop_ok(): Promise<void> {
    const runner = this.driver.createQueryRunner();
    try {
      await runner.clearDatabase();
    } finally {
      await runner.release();
    }
  }
}
