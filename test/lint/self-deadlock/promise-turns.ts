// Locks made of nothing but a promise: each waits until those before it are done.
export class Store {
  private tail: Promise<unknown> = Promise.resolve();
  private loading: Promise<string> | undefined;

  private withLock<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.tail.catch(() => {}).then(() => action()); // step[1] A2 A6
    this.tail = turn.catch(() => {});
    return turn;
  }

  async save_bad(): Promise<void> {
    await this.withLock(async () => { // warn[1] self-deadlock "which it already holds" // step[1] A1 A3
      await this.flush(); // step[1] A4
    });
  }

  async flush(): Promise<void> {
    await this.withLock(async () => {}); // step[1] A5
  }

  async save_ok(): Promise<void> {
    await this.withLock(async () => {});
    await this.flush();
  }

  // It gets its turn when this one is over.
  async saveLater_ok(): Promise<void> {
    await this.withLock(async () => {
      void this.flush();
    });
  }

  // A promise that is made once holds nobody up.
  whenLoaded(action: (text: string) => Promise<void>): Promise<void> {
    if (!this.loading) this.loading = this.load();
    return this.loading.then(action);
  }

  async twice_ok(): Promise<void> {
    await this.whenLoaded(async () => {
      await this.whenLoaded(async () => {});
    });
  }

  private async load(): Promise<string> {
    return 'text';
  }
}
