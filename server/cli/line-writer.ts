// Writes what the threads print as whole lines, each with the thread's name before it, and waits for a reader that is slower.
import type { OutputChunk } from '../protocol.js';

export interface LineWriter {
  /** Settles when the stream takes more. */
  write(chunks: readonly OutputChunk[]): Promise<void>;
  /** A person sits before it, who from now on sees a line that has no end yet too: it may be a question. */
  showUnfinished(): Promise<void>;
  /** A person has typed a line: the terminal has ended the line that stood on it. */
  typed(): void;
  /** Writes the lines that have no end yet. */
  end(): Promise<void>;
}

export function createLineWriter(stream: NodeJS.WritableStream): LineWriter {
  let prompts = false;
  /** Not written yet. */
  const unfinished = new Map<string, string>();
  /** Whose line stands on the screen without its end. */
  let open: string | undefined;

  function begin(thread: string): string {
    if (open === thread) return '';
    const before = open === undefined ? '' : '\n';
    open = thread;
    return `${before}[${thread}] `;
  }

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
        const lines = ((unfinished.get(chunk.thread) ?? '') + chunk.text).split('\n');
        const rest = lines.pop() ?? '';
        for (const line of lines) {
          text += `${begin(chunk.thread)}${line}\n`;
          open = undefined;
        }
        if (prompts && rest !== '') text += begin(chunk.thread) + rest;
        unfinished.set(chunk.thread, prompts ? '' : rest);
      }
      await put(text);
    },
    async showUnfinished() {
      prompts = true;
      let text = '';
      for (const [thread, line] of unfinished) if (line) text += begin(thread) + line;
      unfinished.clear();
      await put(text);
    },
    typed() {
      open = undefined;
    },
    async end() {
      let text = open === undefined ? '' : '\n';
      open = undefined;
      for (const [thread, line] of unfinished) if (line) text += `[${thread}] ${line}\n`;
      unfinished.clear();
      await put(text);
    },
  };
}
