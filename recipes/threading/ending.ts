// How a thread ends: its ending is written down, joiners are woken. Used by the thread itself, or by the supervisor for one that died.
import { decode } from './decode.js';
import { encode } from './encode.js';
import { f64, i32, now } from './heap.js';
import {
  ALIVE_THREADS, ALIVE_WORKING, ENDED_EXITED, ENDED_KILLED, ENDED_OUT_OF_MEMORY, ENDED_RAISED, ENDED_RETURNED, ENDINGS, FLAG_DAEMON, FLAG_HOST_MAIN,
  STATE_ENDED, T_DONE, T_ENDED_F64, T_ENDING, T_ENDING_DATA, T_FLAGS, T_IDLE, T_STATE,
} from './layout.js';
import type { ThreadEnding } from './vocabulary.js';

export type Ending = { how: 'returned' } | { how: 'raised'; error: unknown } | { how: 'out-of-memory' } | { how: 'exited'; code: number } | { how: 'killed' };

/** Writes the ending and wakes the joiners. True where this was the last thread that keeps the program going. */
export function writeEnding(record: number, ending: Ending): boolean {
  writeEndingWords(record, ending);
  f64[(record >> 1) + T_ENDED_F64] = now();
  Atomics.store(i32, record + T_STATE, STATE_ENDED);
  Atomics.sub(i32, ALIVE_THREADS, 1);
  const working = (i32[record + T_FLAGS]! & (FLAG_DAEMON | FLAG_HOST_MAIN)) === 0 && i32[record + T_IDLE] === 0;
  const last = working && Atomics.sub(i32, ALIVE_WORKING, 1) === 1;
  Atomics.store(i32, record + T_DONE, 1);
  Atomics.notify(i32, record + T_DONE);
  Atomics.add(i32, ENDINGS, 1);
  Atomics.notify(i32, ENDINGS);
  return last;
}

/** Only how it ended, for a record that nobody waits on yet. */
export function writeEndingWords(record: number, ending: Ending): void {
  switch (ending.how) {
    case 'returned':
      i32[record + T_ENDING] = ENDED_RETURNED;
      break;
    case 'raised':
      i32[record + T_ENDING_DATA] = encode(asError(ending.error));
      i32[record + T_ENDING] = ENDED_RAISED;
      break;
    case 'out-of-memory':
      i32[record + T_ENDING] = ENDED_OUT_OF_MEMORY;
      break;
    case 'exited':
      i32[record + T_ENDING_DATA] = ending.code;
      i32[record + T_ENDING] = ENDED_EXITED;
      break;
    case 'killed':
      i32[record + T_ENDING] = ENDED_KILLED;
      break;
    default:
      ending satisfies never;
  }
}

/** Whatever was thrown, as an error that can travel. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  let text: string;
  try {
    text = String(thrown);
  } catch {
    text = 'a value without a text';
  }
  return new Error(`Something that is no Error was thrown: ${text}`);
}

/** The exception of a thread that raised one. */
export function endingError(record: number): Error | undefined {
  return i32[record + T_ENDING] === ENDED_RAISED ? (decode(i32[record + T_ENDING_DATA]!) as Error) : undefined;
}

/** How a thread ended, in the words of the vocabulary; only for one that has ended. */
export function endingOf(record: number): ThreadEnding {
  switch (i32[record + T_ENDING]) {
    case ENDED_RAISED: {
      const error = endingError(record)!;
      return { how: 'raised', message: `${error instanceof Error && 'remoteName' in error ? String(error.remoteName) : error.name}: ${error.message}`, stack: error.stack ?? '' };
    }
    case ENDED_OUT_OF_MEMORY:
      return { how: 'out-of-memory' };
    case ENDED_EXITED:
      return { how: 'exited', code: i32[record + T_ENDING_DATA]! };
    case ENDED_KILLED:
      return { how: 'killed' };
    default:
      return { how: 'returned' };
  }
}
