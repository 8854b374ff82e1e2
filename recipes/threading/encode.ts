// Writes values into blocks of the heap: what structured clone can, and the runtime's shared objects by reference. decode.ts reads them.
import { allocate } from './allocate.js';
import {
  UNDEFINED, NULL, FALSE, TRUE, INTEGER, DOUBLE, LATIN1, UTF16, BIGINT, ARRAY, OBJECT, DATE, MAP, SET, TYPED, BUFFER, ERROR, RESOURCE,
  REFERENCE, SERIALIZED, TASK, HEAP_VIEW, LOOSE, EXTENSION, SHARED, SHARED_VIEW, INTEGERS, travellers, viewClasses,
  type View,
} from './encoding.js';
import { CannotTravel, RemoteError } from './errors.js';
import { i32, memory, type TextBuffer } from './heap.js';
import { dropResource, keepResource, Resource } from './resource.js';
import { recordOfBuffer } from './shared-buffers.js';
import { shapeOf } from './shapes.js';
import { taskOf } from './task.js';
import { ThreadLocal } from './thread-local.js';

let words = new Int32Array(4096);
let local = Buffer.from(words.buffer) as Buffer & TextBuffer;
let end = 0;
let encoding = false;
/** Set while values are meant for another process, where nothing of this heap exists. */
let abroad = false;
const FEW = 8;
/** The first objects of the value, and how many; a list whose length is set to 0 would be allocated anew for every value. */
const seen: (object | undefined)[] = new Array<object | undefined>(FEW).fill(undefined);
let seenCount = 0;
/** Records to which the value under way has taken references. */
const kept: number[] = [];
let seenMap: Map<object, number> | undefined;
const path: (string | number)[] = [];
let depth = 0;
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
  if (encoding) return encodeWithin(value);
  encoding = true;
  end = 0;
  if (kept.length > 0) kept.length = 0;
  depth = 0;
  try {
    write(value);
    return toBlock();
  } catch (error) {
    for (const at of kept) dropResource(at);
    throw error;
  } finally {
    encoding = false;
    // What was sent is not kept alive.
    for (let n = 0; n < seenCount; n++) seen[n] = undefined;
    seenCount = 0;
    seenMap = undefined;
    if (words.length > 1 << 20) {
      words = new Int32Array(4096);
      local = Buffer.from(words.buffer) as Buffer & TextBuffer;
    }
  }
}

/** What `make` encodes is for another process: the block holds no address of this heap, and what is shared between threads cannot travel. */
export function encodeAbroad<T>(make: () => T): T {
  const before = abroad;
  abroad = true;
  try {
    return make();
  } finally {
    abroad = before;
  }
}

function toBlock(): number {
  const count = end;
  const block = allocate(count);
  if (count <= 48) for (let n = 0; n < count; n++) i32[block + n] = words[n]!;
  else i32.set(words.subarray(0, count), block);
  return block;
}

/** An object on its way needs a block of its own, such as a thread that has ended with an exception. */
function encodeWithin(value: unknown): number {
  const outer = { words, local, end, seen: seen.slice(), seenCount, kept: kept.splice(0), seenMap, path: path.slice(0, depth) };
  seenCount = 0;
  seenMap = undefined;
  words = new Int32Array(1024);
  local = Buffer.from(words.buffer) as Buffer & TextBuffer;
  encoding = false;
  try {
    return encode(value);
  } finally {
    ({ words, local, end, seenCount, seenMap } = outer);
    for (let n = 0; n < FEW; n++) seen[n] = outer.seen[n];
    for (depth = 0; depth < outer.path.length; depth++) path[depth] = outer.path[depth]!;
    kept.splice(0, kept.length, ...outer.kept);
    encoding = true;
  }
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
      writeTask(value);
      return;
    case 'symbol':
      throw cannot(String(value));
  }
}

function writeTask(value: Function): void {
  const task = taskOf(value);
  if (task === undefined) throw cannot(`the function ${value.name === '' ? '(without a name)' : value.name}`, 'Declare it as a task and pass that');
  words[end++] = TASK;
  writeString(task.taskModule);
  writeString(task.taskName);
}

function cannot(what: string, instead?: string): CannotTravel {
  const where = depth === 0 ? '' : ` at ${path.slice(0, depth).map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;
  return new CannotTravel(`A value cannot travel to another ${abroad ? 'process' : 'thread'}: ${what}${where}.${instead === undefined ? '' : ` ${instead}.`}`);
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
    for (let n = 0; n < seenCount; n++) if (seen[n] === value) return n;
    if (seenCount < FEW) {
      seen[seenCount++] = value;
      return -1;
    }
    seenMap = new Map(seen.map((object, n) => [object!, n]));
  }
  const at = seenMap.get(value);
  if (at !== undefined) return at;
  seenMap.set(value, seenMap.size);
  return -1;
}

function writeObject(value: object): void {
  if (value instanceof Resource) {
    if (abroad) throw cannot(`${value}`, 'Threads share it, processes share nothing');
    words[end++] = RESOURCE;
    writeKept(value.at);
    return;
  }
  const before = remember(value);
  if (before >= 0) {
    words[end++] = REFERENCE | (before << 8);
    return;
  }
  if (Array.isArray(value)) {
    if (value.length >= 8 && writeIntegers(value)) return;
    words[end++] = ARRAY;
    words[end++] = value.length;
    const here = depth++;
    for (let n = 0; n < value.length; n++) {
      path[here] = n;
      write(value[n]);
    }
    depth = here;
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) writePlain(value as Record<string, unknown>);
  else writeSpecial(value);
}

/** A record to which the value under way gets a reference. */
function writeKept(at: number): void {
  keepResource(at);
  kept.push(at);
  words[end++] = at;
}

/** An array of nothing but 32-bit integers is written without a tag for each; false, and nothing written, for another. */
function writeIntegers(value: readonly unknown[]): boolean {
  const length = value.length;
  room(length + 2);
  const start = end + 2;
  for (let n = 0; n < length; n++) {
    const item = value[n];
    if (typeof item !== 'number' || (item | 0) !== item || (item === 0 && 1 / item < 0)) return false;
    words[start + n] = item;
  }
  words[end] = INTEGERS;
  words[end + 1] = length;
  end = start + length;
  return true;
}

function writePlain(value: Record<string, unknown>): void {
  const keys = Object.keys(value);
  const shape = abroad ? 0 : shapeOf(keys);
  room(2);
  const here = depth++;
  if (shape !== 0) {
    words[end++] = OBJECT;
    words[end++] = shape;
  } else {
    words[end++] = LOOSE;
    words[end++] = keys.length;
  }
  for (let n = 0; n < keys.length; n++) {
    const key = keys[n]!;
    path[here] = key;
    if (shape === 0) writeString(key);
    write(value[key]);
  }
  depth = here;
}

function writeSpecial(value: object): void {
  if (value instanceof ThreadLocal) throw cannot('a ThreadLocal', 'Declare it as a constant of a module: each thread has a value of its own there');
  for (let n = 0; n < travellers.length; n++) {
    if (travellers[n]!.matches(value)) {
      if (abroad) throw cannot(`a ${value.constructor.name}`, 'Threads share it, processes share nothing');
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
    if (abroad) throw cannot('a SharedArrayBuffer', 'Send a copy of its contents');
    words[end++] = SHARED;
    writeKept(recordOfBuffer(value));
  } else if (value instanceof Error) {
    words[end++] = ERROR;
    writeString(value instanceof RemoteError ? value.remoteName : String(value.name));
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
    data = process.getBuiltinModule('node:v8').serialize(value);
  } catch {
    throw cannot(`an object of class ${value.constructor.name}`);
  }
  words[end++] = SERIALIZED;
  writeBytes(data);
}

function writeView(value: View): void {
  const type = viewClasses.findIndex((made) => value instanceof made);
  const length = value instanceof DataView ? value.byteLength : value.length;
  if (abroad && value.buffer instanceof SharedArrayBuffer) throw cannot(`a ${value.constructor.name} on shared memory`, 'Send a copy of its contents');
  if (value.buffer === memory.buffer) {
    // A view of the heap itself travels by its place; whoever made it keeps it alive.
    words[end++] = HEAP_VIEW | (type << 8);
    words[end++] = value.byteOffset;
    words[end++] = length;
    return;
  }
  if (value.buffer instanceof SharedArrayBuffer) {
    words[end++] = SHARED_VIEW | (type << 8);
    writeKept(recordOfBuffer(value.buffer));
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
