// Reads lines from standard input, as fast as they are taken and no faster.
import { StringDecoder } from 'node:string_decoder';

/** `type` answers when it takes more; `end`: nothing will follow. The function that is returned ends the reading. */
export function readInput(stream: NodeJS.ReadableStream, type: (lines: string[], end: boolean) => Promise<void>): () => void {
  const decoder = new StringDecoder('utf8'); // A character may come in two pieces.
  let begun = '';
  let stopped = false;
  void (async () => {
    try {
      for await (const data of stream) {
        const lines = (begun + (typeof data === 'string' ? data : decoder.write(data))).split(/\r?\n/);
        begun = lines.pop()!;
        if (lines.length > 0) await type(lines, false);
        if (stopped) return;
      }
    } catch (error) {
      if (stopped) return; // The stream was destroyed under the loop, by us.
      process.stderr.write(`Standard input cannot be read any further: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    const last = begun + decoder.end();
    await type(last === '' ? [] : [last], true);
  })();
  return () => {
    stopped = true;
    (stream as NodeJS.ReadStream).destroy(); // Else a terminal would keep the process alive.
  };
}
