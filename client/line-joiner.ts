// Turns the chunks that threads print, which may end in the middle of a line, into whole lines tagged by thread.
// Knows nothing of channels, so that it can be tested in plain Node.
import type { OutputChunk } from '../server/protocol.js';

export class LineJoiner {
  /** What each thread has printed since its last line break. */
  readonly #open = new Map<string, string>();

  /** The text to append, made of whole lines only; empty where no line has become complete. */
  join(chunks: OutputChunk[]): string {
    let text = '';
    for (const chunk of chunks) {
      const lines = ((this.#open.get(chunk.thread) ?? '') + chunk.text).split(/\r?\n/);
      this.#open.set(chunk.thread, lines.pop() ?? '');
      for (const line of lines) text += tagged(chunk.thread, line);
    }
    return text;
  }

  /** What is left when nothing more can come. */
  end(): string {
    let text = '';
    for (const [thread, line] of this.#open) if (line !== '') text += tagged(thread, line);
    this.#open.clear();
    return text;
  }
}

function tagged(thread: string, line: string): string {
  return `[${thread}] ${line}\n`;
}
