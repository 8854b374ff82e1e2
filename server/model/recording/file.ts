// The file of a recording, `.threadbook-run`; docs/recording-format.md describes it. Pure: bytes in, bytes out, the same in Node and in a browser.
import { deeds } from './deed.js';
import { packRows, unpackRows } from './packed.js';
import { Recording, type RecordingInfo } from './recording.js';

/** The first bytes of each file; the version stands behind them, in one byte. */
const magic = 'threadbook-run';
const version = 2;
/** As the name ends. */
export const recordingExtension = 'threadbook-run';
/** A file that unpacks to more than this is not read. */
const largest = 1_000_000_000;

/** What can be wrong with a file, for people: the command line says it so, a page in the user's language. */
const faults = {
  empty: 'The file is empty.',
  foreign: 'This is not a recording of Threadbook.',
  short: 'The file is cut off: there is nothing behind its first bytes.',
  newer: 'The file is of version {0} of the format, and this Threadbook reads versions up to {1}. A newer Threadbook can read it.',
  versionless: 'The file is damaged: its version is 0.',
  packed: 'The file is damaged or cut off: it cannot be unpacked. Save the recording again, or copy the file again.',
  undescribed: 'The file is damaged: its description is missing.',
  beyond: 'The file is damaged: its description goes beyond its end.',
  json: 'The file is damaged: its description is not JSON.',
  lacking: 'The file is damaged: its description lacks the run, its times, its threads, its resources or its stacks.',
  events: 'The file is damaged: its {0} bytes of events are not a whole number of events.',
  unknown: 'The file is damaged: its event {0} is none that this Threadbook knows.',
  large: 'The file unpacks to more than a gigabyte and is not read.',
};

export type RecordingFault = keyof typeof faults;

/** What is wrong with a file; the message is for people who read English. */
export class BadRecording extends Error {
  readonly fault: RecordingFault;
  /** For the places of its sentence. */
  readonly values: readonly number[];

  constructor(fault: RecordingFault, ...values: number[]) {
    super(faults[fault].replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])));
    this.fault = fault;
    this.values = values;
  }
}

export async function encodeRecording(recording: Recording): Promise<Uint8Array<ArrayBuffer>> {
  const info = new TextEncoder().encode(JSON.stringify(recording.info));
  const rows = packRows(recording);
  const body = new Uint8Array(4 + info.length + rows.length);
  new DataView(body.buffer).setUint32(0, info.length, true);
  body.set(info, 4);
  body.set(rows, 4 + info.length);
  const packed = await through(new CompressionStream('gzip'), body, Infinity);
  const file = new Uint8Array(magic.length + 1 + packed.length);
  file.set(new TextEncoder().encode(magic));
  file[magic.length] = version;
  file.set(packed, magic.length + 1);
  return file;
}

/** Throws BadRecording with a sentence that says what is wrong. */
export async function decodeRecording(file: Uint8Array): Promise<Recording> {
  if (file.length === 0) throw new BadRecording('empty');
  const head = new TextDecoder('latin1').decode(file.subarray(0, magic.length));
  if (!magic.startsWith(head)) throw new BadRecording('foreign');
  if (file.length <= magic.length) throw new BadRecording('short');
  const found = file[magic.length]!;
  if (found > version) throw new BadRecording('newer', found, version);
  if (found === 0) throw new BadRecording('versionless');
  let body: Uint8Array;
  try {
    body = await through(new DecompressionStream('gzip'), file.slice(magic.length + 1), largest);
  } catch (error) {
    if (error instanceof BadRecording) throw error;
    throw new BadRecording('packed');
  }
  return read(body);
}

function read(body: Uint8Array): Recording {
  if (body.length < 4) throw new BadRecording('undescribed');
  const size = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
  if (size > body.length - 4) throw new BadRecording('beyond');
  let info: unknown;
  try {
    info = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(4, 4 + size)));
  } catch {
    throw new BadRecording('json');
  }
  if (!isInfo(info)) throw new BadRecording('lacking');
  const rest = body.subarray(4 + size);
  let rows;
  try {
    rows = unpackRows(rest);
  } catch {
    throw new BadRecording('events', rest.length);
  }
  const recording = new Recording(info);
  recording.adopt(rows.columns, rows.length);
  for (let n = 0; n < rows.length; n++) {
    if (recording.deed[n]! >= deeds.length || !Number.isFinite(recording.at[n])) throw new BadRecording('unknown', n + 1);
  }
  return recording;
}

function isInfo(info: unknown): info is RecordingInfo {
  if (typeof info !== 'object' || info === null) return false;
  const { run, recipe, title, startedAt, at, threads, resources, stacks } = info as Record<string, unknown>;
  const named = (list: unknown): boolean => Array.isArray(list) && list.every((each: unknown) => typeof each === 'object' && each !== null && 'id' in each && typeof each.id === 'number' && 'name' in each && typeof each.name === 'string');
  return typeof run === 'number' && typeof recipe === 'string' && typeof title === 'string' && Number.isFinite(startedAt) && Number.isFinite(at) && named(threads) && named(resources) && Array.isArray(stacks) && stacks.every(Array.isArray);
}

async function through(stream: { readable: unknown; writable: unknown }, bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = stream as { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
  const writer = writable.getWriter();
  // What goes wrong here goes wrong for the reader as well, who reports it.
  void writer.write(bytes).catch(() => undefined);
  void writer.close().catch(() => undefined);
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => undefined);
      throw new BadRecording('large');
    }
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
