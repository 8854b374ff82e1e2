// Names of threads for messages, found by id in the table of threads.
import { i32 } from './heap.js';
import { T_ID, T_NAME, THREADS_HIGH, THREADS_START, THREAD_WORDS } from './layout.js';
import { textAt } from './text.js';

/** Word address of the record of a thread, 0 where it is gone. */
export function threadRecordOf(id: number): number {
  const high = i32[THREADS_HIGH]!;
  for (let n = 0; n < high; n++) {
    const at = THREADS_START + n * THREAD_WORDS;
    if (i32[at + T_ID] === id) return at;
  }
  return 0;
}

/** The name that T_NAME stands for: most threads have none of their own, and a text for each would fill the heap. */
export function nameOf(word: number): string {
  return word < 0 ? `Thread-${-word}` : textAt(word);
}

/** The name of the thread of a record. */
export function recordName(record: number): string {
  return nameOf(i32[record + T_NAME]!);
}

/** `thread "Worker-2"`, or its number where it is gone. */
export function threadName(id: number): string {
  const at = threadRecordOf(id);
  const name = at === 0 ? '' : recordName(at);
  return name === '' ? `thread ${id}` : `thread "${name}"`;
}
