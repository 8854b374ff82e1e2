// Writes values into blocks of the heap and reads them back: what structured clone can, and the runtime's shared objects by reference.
import { deserialize, serialize } from 'node:v8';
import { allocate, free } from './allocate.js';
import * as errors from './errors.js';
import { CannotTravel, RemoteError } from './errors.js';
import { bytes, i32, memory, type TextBuffer } from './heap.js';
import { keepResource, Resource, resourceAt } from './resource.js';
import { bufferOfNumber, numberOfBuffer } from './shared-buffers.js';
import { shapeKeys, shapeOf } from './shapes.js';
import { absentTask, isTask, loadedTask } from './task.js';

// A value is a tag in the low byte of a word, a number in the upper bits, and what follows.
const UNDEFINED = 0, NULL = 1, FALSE = 2, TRUE = 3, INTEGER = 4, DOUBLE = 5, LATIN1 = 6, UTF16 = 7, BIGINT = 8, ARRAY = 9, OBJECT = 10, DATE = 11,
  MAP = 12, SET = 13, TYPED = 14, BUFFER = 15, ERROR = 16, RESOURCE = 17, REFERENCE = 18, SERIALIZED = 19, TASK = 20, HEAP_VIEW = 21, LOOSE = 22, EXTENSION = 23, SHARED = 24, SHARED_VIEW = 25;

type View = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array | DataView;
const viewClasses: readonly (new (buffer: ArrayBufferLike, start?: number, length?: number) => View)[] = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView];

/** Objects of other files that travel by reference: threads, futures, shared arrays. */
export interface Traveller {
  matches(value: object): boolean;
  /** Takes a reference for the journey and gives the number that stands for the object. */
  send(value: object): number;
  /** Makes this thread's object. With `taking` the journey's reference goes over to it. */
  receive(number: number, taking: boolean): unknown;
}

const travellers: Traveller[] = [];

/** All threads must register the same ones in the same order: index.ts loads them all. */
export function registerTraveller(traveller: Traveller): void {
  travellers.push(traveller);
}

let words = new Int32Array(4096);
let local = Buffer.from(words.buffer) as Buffer & TextBuffer;
let end = 0;
const seen: object[] = [];
let seenMap: Map<object, number> | undefined;
let path: (string | number)[] = [];
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

function room(more: number): void {
  if (end + more <= words.length) return;
  const bigger = new Int32Array(Math.max(words.length * 2, end + more + 1024));
  bigger.set(words.subarray(0, end));
  words = bigger;
  local = Buffer.from(words.buffer) as Buffer & TextBuffer;
}

/**
 * Writes `value` into a new block and gives its word address. The block holds references to the shared objects in it.
 * Throws CannotTravel, which names the part that cannot; HeapFull.
 */
export function encode(value: unknown): number {
  end = 0;
  seen.length = 0;
  seenMap = undefined;
  path = [];
  write(value);
  const count = end;
  const block = allocate(count);
  if (count <= 48) for (let n = 0; n < count; n++) i32[block + n] = words[n]!;
  else i32.set(words.subarray(0, count), block);
  if (words.length > 1 << 20) {
    words = new Int32Array(4096);
    local = Buffer.from(words.buffer) as Buffer & TextBuffer;
  }
  return block;
}

function write(value: unknown): void {
  room(4);
  switch (typeof value) {
    case 'number':
      if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
        words[end++] = INTEGER;
        words[end++] = value;
      } else {
        words[end++] = DOUBLE;
        writeDouble(value);
      }
      return;
    case 'string':
      writeString(value);
      return;
    case 'boolean':
      words[end++] = value ? TRUE : FALSE;
      return;
    case 'undefined':
      words[end++] = UNDEFINED;
      return;
    case 'bigint':
      words[end++] = BIGINT;
      writeString(value.toString(36));
      return;
    case 'object':
      if (value === null) words[end++] = NULL;
      else writeObject(value);
      return;
    case 'function':
      if (!isTask(value)) throw cannot(`the function ${value.name === '' ? '(without a name)' : value.name}`, 'Declare it as a task and pass that');
      words[end++] = TASK;
      writeString(value.taskModule);
      writeString(value.taskName);
      return;
    case 'symbol':
      throw cannot(String(value));
  }
}

function cannot(what: string, instead?: string): CannotTravel {
  const where = path.length === 0 ? '' : ` at ${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
  return new CannotTravel(`A value cannot travel to another thread: ${what}${where}.${instead === undefined ? '' : ` ${instead}.`}`);
}

function writeDouble(value: number): void {
  double[0] = value;
  words[end++] = halves[0]!;
  words[end++] = halves[1]!;
}

function writeString(text: string): void {
  const length = text.length;
  room((length >> 1) + 4);
  let wide = 0;
  if (length < 32) {
    const start = end * 4 + 4;
    for (let n = 0; n < length; n++) {
      const code = text.charCodeAt(n);
      wide |= code;
      local[start + n] = code;
    }
    if (wide <= 0xff) {
      words[end] = LATIN1 | (length << 8);
      end += 1 + ((length + 3) >> 2);
      return;
    }
  } else if (length < 1 << 23 && isLatin1(text)) {
    words[end] = LATIN1 | (length << 8);
    local.latin1Write(text, end * 4 + 4, length);
    end += 1 + ((length + 3) >> 2);
    return;
  }
  words[end] = UTF16;
  words[end + 1] = length;
  local.ucs2Write(text, end * 4 + 8, length * 2);
  end += 2 + ((length + 1) >> 1);
}

// The engine answers this test for one-byte strings without a loop in JavaScript.
const wider = /[^\u0000-\u00ff]/;
function isLatin1(text: string): boolean {
  return !wider.test(text);
}

/** The number of an object that was written before, -1 for a new one. */
function remember(value: object): number {
  if (seenMap === undefined) {
    const at = seen.indexOf(value);
    if (at >= 0) return at;
    seen.push(value);
    if (seen.length > 8) seenMap = new Map(seen.map((object, n) => [object, n]));
    return -1;
  }
  const at = seenMap.get(value);
  if (at !== undefined) return at;
  seenMap.set(value, seenMap.size);
  return -1;
}

function writeObject(value: object): void {
  if (value instanceof Resource) {
    keepResource(value.at);
    words[end++] = RESOURCE;
    words[end++] = value.at;
    return;
  }
  const before = remember(value);
  if (before >= 0) {
    words[end++] = REFERENCE | (before << 8);
    return;
  }
  if (Array.isArray(value)) {
    words[end++] = ARRAY;
    words[end++] = value.length;
    const depth = path.length;
    for (let n = 0; n < value.length; n++) {
      path[depth] = n;
      write(value[n]);
    }
    path.length = depth;
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) writePlain(value as Record<string, unknown>);
  else writeSpecial(value);
}

function writePlain(value: Record<string, unknown>): void {
  const keys = Object.keys(value);
  const shape = shapeOf(keys);
  room(2);
  const depth = path.length;
  if (shape !== 0) {
    words[end++] = OBJECT;
    words[end++] = shape;
  } else {
    words[end++] = LOOSE;
    words[end++] = keys.length;
  }
  for (let n = 0; n < keys.length; n++) {
    const key = keys[n]!;
    path[depth] = key;
    if (shape === 0) writeString(key);
    write(value[key]);
  }
  path.length = depth;
}

function writeSpecial(value: object): void {
  for (let n = 0; n < travellers.length; n++) {
    if (travellers[n]!.matches(value)) {
      words[end++] = EXTENSION | (n << 8);
      words[end++] = travellers[n]!.send(value);
      return;
    }
  }
  if (value instanceof Date) {
    words[end++] = DATE;
    writeDouble(value.getTime());
  } else if (value instanceof Map) {
    words[end++] = MAP;
    words[end++] = value.size;
    for (const [key, item] of value) {
      write(key);
      write(item);
    }
  } else if (value instanceof Set) {
    words[end++] = SET;
    words[end++] = value.size;
    for (const item of value) write(item);
  } else if (ArrayBuffer.isView(value)) {
    writeView(value as View);
  } else if (value instanceof ArrayBuffer) {
    words[end++] = BUFFER;
    writeBytes(new Uint8Array(value));
  } else if (value instanceof SharedArrayBuffer) {
    words[end++] = SHARED;
    words[end++] = numberOfBuffer(value);
  } else if (value instanceof Error) {
    words[end++] = ERROR;
    writeString(String(value.name));
    writeString(String(value.message));
    writeString(String(value.stack ?? ''));
  } else {
    writeOther(value);
  }
}

/** What structured clone knows and this file does not goes the slow way; instances of classes lose their class, as there. */
function writeOther(value: object): void {
  if (Object.prototype.toString.call(value) === '[object Object]') {
    writePlain(value as Record<string, unknown>);
    return;
  }
  let data: Buffer;
  try {
    data = serialize(value);
  } catch {
    throw cannot(`an object of class ${value.constructor.name}`);
  }
  words[end++] = SERIALIZED;
  writeBytes(data);
}

function writeView(value: View): void {
  const type = viewClasses.findIndex((made) => value instanceof made);
  const length = value instanceof DataView ? value.byteLength : value.length;
  if (value.buffer === memory.buffer) {
    // A view of the heap itself travels by its place; whoever made it keeps it alive.
    words[end++] = HEAP_VIEW | (type << 8);
    words[end++] = value.byteOffset;
    words[end++] = length;
    return;
  }
  if (value.buffer instanceof SharedArrayBuffer) {
    words[end++] = SHARED_VIEW | (type << 8);
    words[end++] = numberOfBuffer(value.buffer);
    words[end++] = value.byteOffset;
    words[end++] = length;
    return;
  }
  words[end++] = TYPED | (type << 8);
  writeBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

function writeBytes(data: Uint8Array): void {
  room(2 + (data.length >> 2) + 4);
  words[end++] = data.length;
  local.set(data, end * 4);
  end += (data.length + 3) >> 2;
}

let position = 0;
let taking = false;
const made: unknown[] = [];

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
  made.length = 0;
  return read();
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
      made.push(array);
      for (let n = 0; n < length; n++) array.push(read());
      return array;
    }
    case OBJECT: {
      const keys = shapeKeys(i32[position++]!);
      const object: Record<string, unknown> = {};
      made.push(object);
      for (let n = 0; n < keys.length; n++) put(object, keys[n]!, read());
      return object;
    }
    case LOOSE: {
      const length = i32[position++]!;
      const object: Record<string, unknown> = {};
      made.push(object);
      for (let n = 0; n < length; n++) put(object, read() as string, read());
      return object;
    }
    case RESOURCE: return resourceAt(i32[position++]!, taking);
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
  const number = made.length;
  if (tag !== TASK) made.push(undefined);
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
    case SHARED: return (made[number] = bufferOfNumber(i32[position++]!));
    case SHARED_VIEW: {
      const buffer = bufferOfNumber(i32[position++]!);
      const start = i32[position++]!;
      return (made[number] = new viewClasses[more]!(buffer, start, i32[position++]!));
    }
    case SERIALIZED: return (made[number] = deserialize(new Uint8Array(readBytes())));
    case ERROR: return (made[number] = readError());
    case EXTENSION: return (made[number] = travellers[more]!.receive(i32[position++]!, taking));
    case TASK: {
      const module = read() as string;
      const name = read() as string;
      return loadedTask(module, name) ?? absentTask(module, name);
    }
    default: throw new Error(`Unknown tag ${tag} in a value of the heap.`);
  }
}

function readDouble(): number {
  halves[0] = i32[position++]!;
  halves[1] = i32[position++]!;
  return double[0]!;
}

function readLatin1(length: number): string {
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

const { RemoteError: _remote, ...ownErrors } = errors;
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
