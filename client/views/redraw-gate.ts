// Paces the redraws of a tree, for two habits of VS Code's extension host. It puts a change off until 200 ms have passed without another one, so a
// tree that is told of changes more often is not drawn at all while they last. And it draws one change after the other, so a tree that is told of
// changes faster than it is drawn (a slow machine, a remote window) falls behind for ever. Knows nothing of vscode, so that it can be tested in plain Node.
import type { Redraw } from './rows-store.js';

/** Just above the extension host's own 200 ms: every redraw passes at once, five a second. */
export const betweenRedrawsMs = 201;
/** How long a redraw may not have begun before the next one is tried nevertheless: nothing of it may be on the screen. */
export const patienceMs = 2_000;

/** Calls back after so many milliseconds; returns what cancels it. */
export type Delay = (callback: () => void, ms: number) => () => void;

const delay: Delay = (callback, ms) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

interface Under {
  due: boolean;
  begun: boolean;
  cancel: (() => void)[];
}

export class RedrawGate {
  readonly #draw: (what: Redraw) => void;
  readonly #delay: Delay;
  #waiting: Redraw = [];
  /** The redraw under way: undefined where there is none. */
  #under: Under | undefined;

  constructor(draw: (what: Redraw) => void, wait: Delay = delay) {
    this.#draw = draw;
    this.#delay = wait;
  }

  /** Draws now, or together with all that is asked for until the next redraw is due. */
  ask(what: Redraw): void {
    if (what !== 'all' && what.length === 0) return;
    this.#waiting = this.#waiting === 'all' || what === 'all' ? 'all' : [...new Set([...this.#waiting, ...what])];
    this.#next();
  }

  /** The tree has begun to draw the last redraw, which means that it is done with all earlier ones. */
  begun(): void {
    if (this.#under === undefined) return;
    this.#under.begun = true;
    this.#next();
  }

  dispose(): void {
    this.#under?.cancel.forEach((cancel) => cancel());
  }

  #next(): void {
    if (this.#under !== undefined) {
      if (!this.#under.due || !this.#under.begun) return;
      this.#under.cancel.forEach((cancel) => cancel());
      this.#under = undefined;
    }
    const what = this.#waiting;
    if (what.length === 0) return;
    this.#waiting = [];
    const under: Under = { due: false, begun: false, cancel: [] };
    this.#under = under;
    this.#draw(what);
    // Set after drawing, so that it ends after the timer that drawing sets in the extension host.
    under.cancel.push(
      this.#delay(() => {
        under.due = true;
        this.#next();
      }, betweenRedrawsMs),
      this.#delay(() => {
        under.due = under.begun = true;
        this.#next();
      }, patienceMs),
    );
  }
}
