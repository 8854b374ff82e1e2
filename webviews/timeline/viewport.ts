// What part of the recording is in sight, what is chosen in it, and how both change. Times are milliseconds since the epoch; it must not know of pixels or lanes.

export interface Range {
  from: number;
  to: number;
}

/** What of it survives when the tab is shown again: times since the run began. */
export interface KeptView {
  from: number;
  to: number;
  follow: boolean;
  scroll: number;
  selection?: Range;
}

/** Nothing is shorter: a tenth of a microsecond across the whole picture. */
const shortest = 1e-3;
/** While it follows a run, so much is in sight. */
const followed = 10_000;

export class Viewport {
  /** Of the recording. */
  whole: Range = { from: 0, to: 1 };
  from = 0;
  to = 1;
  /** Stays with the end of the recording. */
  follow = true;
  scroll = 0;
  selection: Range | undefined;
  /** The moment that the table tells of; undefined is the end. */
  cursor: number | undefined;

  /** The recording has grown; before the first time it was empty. */
  grow(from: number, to: number): void {
    const first = this.whole.to === 1;
    this.whole = { from, to: Math.max(to, from + 1) };
    if (first) this.fit();
    if (this.follow) this.toEnd();
  }

  /** Everything. */
  fit(): void {
    const margin = (this.whole.to - this.whole.from) * 0.01;
    this.from = this.whole.from - margin;
    this.to = this.whole.to + margin;
  }

  toEnd(): void {
    const length = this.whole.to - this.whole.from;
    if (length < followed) return this.fit();
    const span = Math.min(this.to - this.from, followed);
    this.to = this.whole.to + span * 0.02;
    this.from = this.to - span;
  }

  /** `factor` below 1 shows less; `around` stays where it is. */
  zoom(factor: number, around = (this.from + this.to) / 2): void {
    const length = this.whole.to - this.whole.from;
    const span = Math.min(Math.max((this.to - this.from) * factor, shortest), length * 1.2);
    const part = (around - this.from) / (this.to - this.from);
    this.from = around - part * span;
    this.to = this.from + span;
    this.follow = false;
    this.#hold();
  }

  /** By a part of what is in sight. */
  pan(part: number): void {
    const by = part * (this.to - this.from);
    this.from += by;
    this.to += by;
    this.follow = false;
    this.#hold();
  }

  show(from: number, to: number): void {
    const margin = Math.max((to - from) * 0.1, shortest);
    this.from = from - margin;
    this.to = to + margin;
    this.follow = false;
  }

  /** Moves as little as is needed so that the moment is in sight. */
  reveal(at: number): void {
    const span = this.to - this.from;
    if (at >= this.from && at <= this.to) return;
    this.from = at < this.from ? at - span * 0.1 : at - span * 0.9;
    this.to = this.from + span;
    this.follow = false;
  }

  keep(): KeptView {
    const zero = this.whole.from;
    return {
      from: this.from - zero,
      to: this.to - zero,
      follow: this.follow,
      scroll: this.scroll,
      ...(this.selection ? { selection: { from: this.selection.from - zero, to: this.selection.to - zero } } : {}),
    };
  }

  restore(kept: KeptView): void {
    const zero = this.whole.from;
    this.from = kept.from + zero;
    this.to = kept.to + zero;
    this.follow = kept.follow;
    this.scroll = kept.scroll;
    this.selection = kept.selection && { from: kept.selection.from + zero, to: kept.selection.to + zero };
  }

  /** Some of the recording stays in sight. */
  #hold(): void {
    const span = this.to - this.from;
    this.from = Math.min(Math.max(this.from, this.whole.from - span * 0.9), this.whole.to - span * 0.1);
    this.to = this.from + span;
  }
}
