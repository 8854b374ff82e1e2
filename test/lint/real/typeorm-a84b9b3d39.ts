// After typeorm/typeorm a84b9b3d39: a runner that was made because none was handed in is not given back after an error.
interface Runner {
  save(text: string): Promise<void>;
  release(): Promise<void>;
}

export class Cache {
  constructor(private readonly source: { createQueryRunner(): Runner }) {}

  async store_bad(text: string, runner?: Runner): Promise<void> {
    const mine = runner === undefined;
    if (runner === undefined || mine) runner = this.source.createQueryRunner(); // warn lock-leak "an exception" // step A1
    await runner.save(text); // step A2
    if (mine) await runner.release(); // step B1
  }

  async store_ok(text: string, runner?: Runner): Promise<void> {
    const mine = runner === undefined;
    if (runner === undefined || mine) runner = this.source.createQueryRunner();
    try {
      await runner.save(text);
    } finally {
      if (mine) await runner.release();
    }
  }
}
