// After MetaMask/core 75924045cb: a lock on a number, which an option of the constructor gives out, is not given back after an error.
interface NonceLock {
  nextNonce: number;
  releaseLock(): void;
}

export class Transactions {
  constructor(private readonly getNonceLock: (address: string) => Promise<NonceLock>) {}

  async submit_bad(address: string): Promise<void> {
    const nonceLock = await this.getNonceLock(address); // warn lock-leak "an exception" // step A1
    this.update(nonceLock.nextNonce); // step A2
    nonceLock.releaseLock(); // step B1
  }

  async submit_ok(address: string): Promise<void> {
    const nonceLock = await this.getNonceLock(address);
    try {
      this.update(nonceLock.nextNonce);
    } finally {
      nonceLock.releaseLock();
    }
  }

  update(nonce: number): void {
    if (nonce < 0) throw new RangeError('nonce');
  }
}
