// Writes what the threads print as whole lines, each with the thread's name before it, and waits for a reader that is slower.
import type { OutputChunk } from '../protocol.js';

export interface LineWriter {
  /** Settles when the stream takes more. */
  write(chunks: readonly OutputChunk[]): Promise<void>;
  /** Writes the lines that have no end yet. */
  end(): Promise<void>;
}

export function createLineWriter(stream: NodeJS.WritableStream): LineWriter {
  const unfinished = new Map<string, string>();

  async function put(text: string): Promise<void> {
    if (text.length === 0 || stream.write(text)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        stream.off('drain', done).off('error', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('error', done).on('close', done);
    });
  }

  return {
    async write(chunks) {
      let text = '';
      for (const chunk of chunks) {
        const tag = `[${chunk.thread}] `;
        const lines = ((unfinished.get(chunk.thread) ?? '') + chunk.text).split('\n');
        unfinished.set(chunk.thread, lines.pop() ?? '');
        for (const line of lines) text += `${tag}${line}\n`;
      }
      await put(text);
    },
    async end() {
      let text = '';
      for (const [thread, line] of unfinished) if (line) text += `[${thread}] ${line}\n`;
      unfinished.clear();
      await put(text);
    },
  };
}
