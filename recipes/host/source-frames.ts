// Leads frames of the built JavaScript back to the TypeScript that a person wrote, by the source maps beside the built files.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Frame, HistoryEvent, LockOrder, ResourceSnapshot, Stack, ThreadEnding, ThreadSnapshot } from './messages.js';

const maps = new Map<string, SourceMap | undefined>();
/** A frame seen once is seen thousands of times: a waiting thread is sampled 50 times a second. */
const resolved = new Map<string, Frame>();

export function resolveThread(thread: ThreadSnapshot): ThreadSnapshot {
  if (thread.state.kind === 'ended') return { ...thread, state: { ...thread.state, ending: resolveEnding(thread.state.ending) } };
  return 'stack' in thread.state ? { ...thread, state: { ...thread.state, stack: resolveStack(thread.state.stack) } } : thread;
}

export function resolveEnding(ending: ThreadEnding): ThreadEnding {
  return ending.how === 'raised' ? { ...ending, stack: resolveText(ending.stack) } : ending;
}

export function resolveResource(resource: ResourceSnapshot): ResourceSnapshot {
  const created = resolveStack(resource.created);
  return 'taken' in resource ? { ...resource, created, taken: resolveStack(resource.taken) } : { ...resource, created };
}

export function resolveEvent(event: HistoryEvent): HistoryEvent {
  return event.stack === undefined ? event : { ...event, stack: resolveStack(event.stack) };
}

export function resolveOrder(order: LockOrder): LockOrder {
  return { ...order, firstStack: resolveStack(order.firstStack), secondStack: resolveStack(order.secondStack) };
}

/** The file that a built file was made from; the built file itself where that is not known. */
export function originalFile(built: URL): string {
  const file = fileURLToPath(built);
  const source = mapOf(file)?.payload.sources.at(-1);
  return source === undefined ? file : sourcePath(source, file);
}

/** A text with places of built files in it, such as the stack of an error, with the places of their sources. */
export function resolveText(text: string): string {
  if (!text.includes('.js:') || !text.includes('file://')) return text;
  return text.replace(/(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g, (_, file: string, line: string, column: string) => {
    const frame = resolveFrame({ file, line: Number(line), column: Number(column) });
    return `${frame.file}:${frame.line}:${frame.column}`;
  });
}

function resolveStack(stack: Stack): Stack {
  return stack.map(resolveFrame);
}

function resolveFrame(frame: Frame): Frame {
  const key = `${frame.file}:${frame.line}:${frame.column}:${frame.function ?? ''}`;
  const known = resolved.get(key);
  if (known) return known;
  const original = named(originalOf(frame));
  resolved.set(key, original);
  return original;
}

/** `main` and not `Object.main`: what the engine calls the receiver is no name of the program. */
function named(frame: Frame): Frame {
  const name = frame.function?.replace(/^(?:Object|Module)\./, '');
  return name === '<anonymous>' ? { ...frame, function: undefined } : { ...frame, function: name };
}

function originalOf(frame: Frame): Frame {
  const file = frame.file.startsWith('file:') ? fileURLToPath(frame.file) : frame.file;
  const entry = mapOf(file)?.findEntry(frame.line - 1, frame.column - 1);
  if (!entry || !('originalSource' in entry) || entry.originalSource === undefined) return { ...frame, file };
  return { ...frame, file: sourcePath(entry.originalSource, file), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function sourcePath(source: string, file: string): string {
  return fileURLToPath(new URL(source, pathToFileURL(file)));
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return undefined; // Node's own files and plain JavaScript have none: the frame is right as it is.
  }
}
