// Captures where a thread is. A stack becomes a text of the heap; equal stacks are stored once.
import { internText, textAt } from './text.js';
import type { Frame, Stack } from './vocabulary.js';

const runtimeFolder = new URL('.', import.meta.url).href;
const keptByRaw = new Map<string, number>();
const framesByAddress = new Map<number, Stack>();
const LIMIT = 10_000;
const DEPTH = 24;

/** The text address of the caller's stack without the runtime's own frames. 3 to 5 microseconds; 0 where it cannot be stored. */
export function captureSite(): number {
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const raw = new Error().stack;
  Error.stackTraceLimit = depth;
  if (raw === undefined) return 0;
  const seen = keptByRaw.get(raw);
  if (seen !== undefined) return seen;
  const kept = raw.split('\n').slice(1).filter((line) => !line.includes(runtimeFolder) && !line.includes('node:internal')).join('\n');
  const address = internText(kept);
  if (keptByRaw.size >= LIMIT) keptByRaw.clear();
  keptByRaw.set(raw, address);
  return address;
}

const located = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/** The frames of a stack text, innermost first; lines that name no file are left out. */
export function parseStack(text: string): Stack {
  const frames: Stack = [];
  for (const line of text.split('\n')) {
    const match = located.exec(line);
    if (match === null) continue;
    const frame: Frame = { file: match[2]!, line: Number(match[3]), column: Number(match[4]) };
    if (match[1] !== undefined) frame.function = match[1];
    frames.push(frame);
  }
  return frames;
}

/** The stack at a text address; the same array for the same address. */
export function stackAt(address: number): Stack {
  let frames = framesByAddress.get(address);
  if (frames === undefined) {
    frames = parseStack(textAt(address));
    if (framesByAddress.size >= LIMIT) framesByAddress.clear();
    framesByAddress.set(address, frames);
  }
  return frames;
}
