// print: output from any thread that is never lost, also when the thread blocks for ever right after it.
import { writeText, writeBytes } from './output.js';
import { self } from './self.js';

/**
 * Prints like `console.log`, tagged with this thread. Blocks only while more than 4 MB wait to be shown.
 * In the main thread of a plain program it writes to standard output.
 */
export function print(...values: unknown[]): void {
  const text = values.length === 1 && typeof values[0] === 'string' ? `${values[0]}\n` : `${process.getBuiltinModule('node:util').format(...values)}\n`;
  if (self.worker === 0) process.stdout.write(text);
  else writeText(text);
}

/** In a worker everything that would go through the engine's own streams goes through the ring: a blocked worker loses it otherwise. */
export function redirectConsole(): void {
  console.log = print;
  console.info = print;
  console.debug = print;
  console.error = print;
  console.warn = print;
  const write = (data: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    if (typeof data === 'string') writeText(data);
    else writeBytes(data);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') queueMicrotask(callback as () => void);
    return true;
  };
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;
}
