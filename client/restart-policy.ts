// Decides whether a server that died is started again. Knows no clock and no server, so that it can be tested by itself.

export const restartLimit = 5;
export const restartWindowMs = 3 * 60 * 1000;

/** Allows `restartLimit` restarts within `restartWindowMs`; older deaths are forgotten. */
export class RestartPolicy {
  #deaths: number[] = [];

  /** Notes a death at `now` (milliseconds) and says whether to start again. */
  allows(now: number): boolean {
    this.#deaths = this.#deaths.filter((death) => now - death < restartWindowMs);
    this.#deaths.push(now);
    return this.#deaths.length <= restartLimit;
  }

  /** A person asked for a restart: earlier deaths no longer count. */
  forget(): void {
    this.#deaths = [];
  }
}
