// Turns the chunks that threads print, which may end in the middle of a line, into whole lines that know their thread.
// Knows nothing of terminals, so that it can be tested in plain Node.
import type { OutputChunk } from '../server/protocol.js';

export interface JoinedLine {
  thread: string;
  /** Without its line break. */
  text: string;
}

/** A line that grows longer is given as it is, so that a thread that never ends its line costs no more and is seen. */
const longestLine = 16 * 1024;

export class LineJoiner {
  /** What each thread has printed since its last line break. */
  readonly #open = new Map<string, string>();
  /** Who printed last, if that did not end a line. */
  #last: string | undefined;

  /** The lines that have become complete. */
  join(chunks: readonly OutputChunk[]): JoinedLine[] {
    return chunks.flatMap(({ thread, text }) => {
      const lines = ((this.#open.get(thread) ?? '') + text).split(/\r?\n/);
      const rest = lines.pop() ?? '';
      const tooLong = rest.length > longestLine;
      if (tooLong) lines.push(rest);
      this.#open.set(thread, tooLong ? '' : rest);
      this.#last = tooLong || rest === '' ? undefined : thread;
      return lines.map((line) => ({ thread, text: line }));
    });
  }

  /** What was printed last and is not a whole line yet, such as a question to whoever types. */
  get unfinished(): JoinedLine | undefined {
    return this.#last === undefined ? undefined : { thread: this.#last, text: this.#open.get(this.#last)! };
  }

  /** It was answered: what its thread prints next begins a new line. */
  answered(): void {
    if (this.#last !== undefined) this.#open.delete(this.#last);
    this.#last = undefined;
  }

  /** What is left when nothing more can come. */
  end(): JoinedLine[] {
    const left = [...this.#open].filter(([, text]) => text !== '').map(([thread, text]) => ({ thread, text }));
    this.#open.clear();
    this.#last = undefined;
    return left;
  }
}
