// Spaces out the redraws of a tree. VS Code's extension host puts a change off until 200 ms have passed without another one, so a tree that is
// told of changes more often than that is not drawn at all while they last. Knows nothing of vscode, so that it can be tested in plain Node.
import type { Redraw } from './rows-store.js';

/** Just above the extension host's own 200 ms: every redraw passes at once, five a second. */
export const betweenRedrawsMs = 201;

/** Calls back after so many milliseconds; returns what cancels it. */
export type Delay = (callback: () => void, ms: number) => () => void;

const delay: Delay = (callback, ms) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

export class RedrawGate {
  readonly #draw: (what: Redraw) => void;
  readonly #delay: Delay;
  #cancel: (() => void) | undefined;
  #waiting: Redraw = [];

  constructor(draw: (what: Redraw) => void, wait: Delay = delay) {
    this.#draw = draw;
    this.#delay = wait;
  }

  /** Draws now, or together with all that is asked for until the next redraw is due. */
  ask(what: Redraw): void {
    if (what !== 'all' && what.length === 0) return;
    this.#waiting = this.#waiting === 'all' || what === 'all' ? 'all' : [...new Set([...this.#waiting, ...what])];
    if (this.#cancel === undefined) this.#pass();
  }

  dispose(): void {
    this.#cancel?.();
  }

  #pass(): void {
    const what = this.#waiting;
    this.#waiting = [];
    this.#cancel = undefined;
    if (what.length === 0) return;
    // The timer is set after drawing, so that it ends after the one that drawing sets in the extension host.
    this.#draw(what);
    this.#cancel = this.#delay(() => this.#pass(), betweenRedrawsMs);
  }
}
