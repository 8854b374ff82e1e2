// Takes what the threads print to the server: decoded, in the order in which it came, and only so far ahead of the reader.
import { TextDecoder } from 'node:util';
import type { FromHost } from './messages.js';
import { resolveText } from './source-frames.js';

/** Bytes on their way to the reader before the printing threads are made to wait. */
const creditBytes = 4 * 1024 * 1024;

export interface OutputChannel {
  print(thread: { id: number; name: string }, data: Buffer): void;
  /** The reader has read so many bytes. */
  taken(bytes: number): void;
  /** Says what was thrown away because of the limit. */
  close(): void;
}

export interface OutputOptions {
  /** Bytes in all; 0 for no limit. What is more is counted and thrown away. */
  limit: number;
  send(message: FromHost): void;
  pause(): void;
  resume(): void;
}

export function createOutputChannel({ limit, send, pause, resume }: OutputOptions): OutputChannel {
  const decoders = new Map<number, TextDecoder>();
  let printed = 0;
  let thrownAway = 0;
  let onTheWay = 0;

  return {
    print({ id, name }, data) {
      const room = limit === 0 ? data.length : Math.max(0, Math.min(data.length, limit - printed));
      thrownAway += data.length - room;
      if (room === 0) return;
      printed += room;
      let decoder = decoders.get(id);
      if (!decoder) decoders.set(id, (decoder = new TextDecoder())); // A character may come in two pieces.
      const text = resolveText(decoder.decode(data.subarray(0, room), { stream: true }));
      onTheWay += room;
      if (onTheWay > creditBytes) pause();
      send({ kind: 'output', chunks: [{ thread: name, text }], bytes: room });
      if (limit > 0 && printed >= limit) notice(`\n… the output limit of ${megabytes(limit)} is reached; what follows is not shown.\n`);
    },
    taken(bytes) {
      onTheWay -= bytes;
      if (onTheWay <= creditBytes / 2) resume();
    },
    close() {
      if (thrownAway > 0) notice(`… ${megabytes(thrownAway)} more were printed and not shown.\n`);
    },
  };

  function notice(text: string): void {
    send({ kind: 'output', chunks: [{ thread: 'Threadbook', text }], bytes: 0 });
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
