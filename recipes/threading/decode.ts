// Reads values from blocks of the heap, see encode.ts.
import { free } from './allocate.js';
import {
  UNDEFINED, NULL, FALSE, TRUE, INTEGER, DOUBLE, LATIN1, UTF16, BIGINT, ARRAY, OBJECT, DATE, MAP, SET, TYPED, BUFFER, ERROR, RESOURCE,
  REFERENCE, SERIALIZED, TASK, HEAP_VIEW, LOOSE, EXTENSION, SHARED, SHARED_VIEW, INTEGERS, travellers, viewClasses,
  type View,
} from './encoding.js';
import * as errors from './errors.js';
import { bytes, i32, memory } from './heap.js';
import { dropResource, resourceAt } from './resource.js';
import { bufferOfRecord } from './shared-buffers.js';
import { shapeKeys } from './shapes.js';
import { SHORT, shortText } from './short-text.js';
import { absentTask, loadedTask } from './task.js';

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
let position = 0;
let taking = false;
/** Set while a value is discarded: what it refers to is only noted. */
let noted: { traveller: number; at: number }[] | undefined;
/** The objects of the value so far, and how many; see `seen` in encode.ts. */
const made: unknown[] = [];
let count = 0;

/** Reads the value of a block, whose references go over to it, and frees the block. */
export function decodeAndFree(block: number): unknown {
  const value = decode(block, true);
  free(block);
  return value;
}

/** Reads the value of a block. Without `take` the block stays valid and may be read again. */
export function decode(block: number, take = false): unknown {
  position = block;
  taking = take;
  count = 0;
  const value = read();
  if (count > 1000) made.length = 0;
  else for (let n = 0; n < count; n++) made[n] = undefined;
  return value;
}

/**
 * Frees a block whose value nobody will have, and gives back what it refers to. Unlike decodeAndFree it makes no shared objects, whose references would
 * last until they are collected, and asks nobody for a buffer: the supervisor may call it.
 */
export function discard(block: number): void {
  const all: typeof noted = [];
  noted = all;
  try {
    decode(block, true);
  } finally {
    noted = undefined;
  }
  free(block);
  // Not before the block was read: to give back the last reference to a queue discards its items.
  for (const { traveller, at } of all) {
    if (traveller < 0) dropResource(at);
    else travellers[traveller]!.drop(at);
  }
}

function note(traveller: number): undefined {
  noted!.push({ traveller, at: i32[position++]! });
}

function read(): unknown {
  const head = i32[position++]!;
  const more = head >>> 8;
  switch (head & 0xff) {
    case UNDEFINED: return undefined;
    case NULL: return null;
    case FALSE: return false;
    case TRUE: return true;
    case INTEGER: return i32[position++]!;
    case DOUBLE: return readDouble();
    case LATIN1: return readLatin1(more);
    case UTF16: {
      const length = i32[position++]!;
      const text = bytes.ucs2Slice(position * 4, position * 4 + length * 2);
      position += (length + 1) >> 1;
      return text;
    }
    case BIGINT: return readBigint();
    case ARRAY: {
      const length = i32[position++]!;
      const array: unknown[] = [];
      made[count++] = array;
      for (let n = 0; n < length; n++) array.push(read());
      return array;
    }
    case INTEGERS: {
      const length = i32[position++]!;
      const array: unknown[] = [];
      made[count++] = array;
      for (let n = 0; n < length; n++) array.push(i32[position + n]!);
      position += length;
      return array;
    }
    case OBJECT: {
      const keys = shapeKeys(i32[position++]!);
      const object: Record<string, unknown> = {};
      made[count++] = object;
      for (let n = 0; n < keys.length; n++) put(object, keys[n]!, read());
      return object;
    }
    case LOOSE: {
      const length = i32[position++]!;
      const object: Record<string, unknown> = {};
      made[count++] = object;
      for (let n = 0; n < length; n++) put(object, read() as string, read());
      return object;
    }
    case RESOURCE: return noted === undefined ? resourceAt(i32[position++]!, taking) : note(-1);
    case REFERENCE: return made[more];
    default: return readSpecial(head & 0xff, more);
  }
}

function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

function readSpecial(tag: number, more: number): unknown {
  // The number under which a REFERENCE would find the object was given before its parts were read.
  const number = count;
  if (tag !== TASK) made[count++] = undefined;
  switch (tag) {
    case DATE: return (made[number] = new Date(readDouble()));
    case MAP: {
      const map = (made[number] = new Map<unknown, unknown>()) as Map<unknown, unknown>;
      const size = i32[position++]!;
      for (let n = 0; n < size; n++) map.set(read(), read());
      return map;
    }
    case SET: {
      const set = (made[number] = new Set<unknown>()) as Set<unknown>;
      const size = i32[position++]!;
      for (let n = 0; n < size; n++) set.add(read());
      return set;
    }
    case BUFFER: return (made[number] = readBytes());
    case TYPED: return (made[number] = viewOn(readBytes(), more));
    case HEAP_VIEW: {
      const start = i32[position++]!;
      return (made[number] = new viewClasses[more]!(memory.buffer, start, i32[position++]!));
    }
    case SHARED: return (made[number] = sharedBuffer());
    case SHARED_VIEW: {
      const buffer = sharedBuffer();
      const start = i32[position++]!;
      const length = i32[position++]!;
      return (made[number] = buffer && new viewClasses[more]!(buffer, start, length));
    }
    case SERIALIZED: return (made[number] = process.getBuiltinModule('node:v8').deserialize(new Uint8Array(readBytes())));
    case ERROR: return (made[number] = readError());
    case EXTENSION: return (made[number] = noted === undefined ? travellers[more]!.receive(i32[position++]!, taking) : note(more));
    case TASK: {
      const module = read() as string;
      const name = read() as string;
      return loadedTask(module, name) ?? absentTask(module, name);
    }
    default: throw new Error(`Unknown tag ${tag} in a value of the heap.`);
  }
}

function sharedBuffer(): SharedArrayBuffer | undefined {
  return noted === undefined ? bufferOfRecord(i32[position++]!, taking) : note(-1);
}

function readDouble(): number {
  halves[0] = i32[position++]!;
  halves[1] = i32[position++]!;
  return double[0]!;
}

function readLatin1(length: number): string {
  if (length <= SHORT) {
    const at = position;
    position += (length + 3) >> 2;
    return shortText(length, i32[at]!, i32[at + 1]!, i32[at + 2]!);
  }
  const start = position * 4;
  position += (length + 3) >> 2;
  return bytes.latin1Slice(start, start + length);
}

function readBigint(): bigint {
  const text = read() as string;
  let value = 0n;
  for (const digit of text.startsWith('-') ? text.slice(1) : text) value = value * 36n + BigInt(parseInt(digit, 36));
  return text.startsWith('-') ? -value : value;
}

function readBytes(): ArrayBuffer {
  const length = i32[position++]!;
  const copy = new ArrayBuffer(length);
  bytes.copy(new Uint8Array(copy), 0, position * 4, position * 4 + length);
  position += (length + 3) >> 2;
  return copy;
}

function viewOn(buffer: ArrayBuffer, type: number): View {
  return new viewClasses[type]!(buffer);
}

const { RemoteError, ...ownErrors } = errors;
const errorClasses: Record<string, new (message: string) => Error> = { Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError, ...ownErrors };

function readError(): Error {
  const name = read() as string;
  const message = read() as string;
  const stack = read() as string;
  const known = errorClasses[name];
  if (known === undefined) return new RemoteError(name, message, stack);
  const error = new known(message);
  error.stack = stack;
  return error;
}
