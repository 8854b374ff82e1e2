// What happened in a run, a row an event, in columns: small, append-only, bounded. Pure. What it means in lanes, lanes.ts decides.
import type { Frame } from '../../../recipes/host/messages.js';
import type { RunUsage } from '../../protocol.js';
import { deed } from './deed.js';

export interface RecordedThread {
  id: number;
  name: string;
  daemon: boolean;
}

export interface RecordedResource {
  id: number;
  kind: string;
  name: string;
  /** Of a queue with a bound. */
  capacity?: number;
  /** When it was first seen. */
  since?: number;
  /** Where it was made. */
  created?: Frame;
}

/** All of a recording but its rows. Times are milliseconds since the epoch. */
export interface RecordingInfo {
  run: number;
  recipe: string;
  title: string;
  startedAt: number;
  /** Up to when the recording goes. */
  at: number;
  /** One phrase on how the run ended; undefined while it goes on. */
  outcome?: string;
  /** Events that did not make it into the recording. */
  dropped: number;
  /** Of one core, 0 to 1, in the last second: what watching costs in the run's process and in the server. */
  cost?: { host: number; server: number };
  /** Who was slow at the end, as the run itself counted; undefined while it goes on. */
  usage?: RunUsage;
  threads: RecordedThread[];
  resources: RecordedResource[];
  /** Innermost frame first. A row names its stack by its number here plus 1; 0 is none. */
  stacks: Frame[][];
}

export interface Row {
  at: number;
  deed: number;
  operation?: number;
  thread?: number;
  subject?: number;
  value?: number;
}

/** More rows than this, and the oldest go; what is missing is a gap. */
export const rowLimit = 1_048_576;

export const columnTypes = { at: Float64Array, deed: Uint8Array, operation: Uint8Array, thread: Int32Array, subject: Int32Array, value: Int32Array } as const;

export class Recording {
  readonly info: RecordingInfo;
  readonly limit: number;
  at = new Float64Array(256);
  deed = new Uint8Array(256);
  operation = new Uint8Array(256);
  thread = new Int32Array(256);
  subject = new Int32Array(256);
  value = new Int32Array(256);
  length = 0;
  /** Rows that came before the first one here: row n of the columns is row `before + n` of the run. Grows when the oldest rows go. */
  before = 0;

  constructor(info: RecordingInfo, limit = rowLimit) {
    this.info = info;
    this.limit = limit;
  }

  append({ at, deed, operation = 0, thread = 0, subject = 0, value = 0 }: Row): void {
    if (this.length >= this.limit + (this.limit >> 3)) this.#forget(this.length - this.limit);
    const n = this.length;
    this.#grow(n + 1);
    this.at[n] = at;
    this.deed[n] = deed;
    this.operation[n] = operation;
    this.thread[n] = thread;
    this.subject[n] = subject;
    this.value[n] = value;
    this.length = n + 1;
  }

  row(n: number): Required<Row> {
    return { at: this.at[n]!, deed: this.deed[n]!, operation: this.operation[n]!, thread: this.thread[n]!, subject: this.subject[n]!, value: this.value[n]! };
  }

  /** Takes whole columns at once. */
  adopt(columns: Columns, length: number): void {
    Object.assign(this, columns);
    this.length = length;
  }

  #grow(needed: number): void {
    if (needed <= this.at.length) return;
    const size = this.at.length * 2;
    const larger = <A extends Float64Array | Uint8Array | Int32Array>(to: A, from: A): A => (to.set(from), to);
    this.at = larger(new Float64Array(size), this.at);
    this.deed = larger(new Uint8Array(size), this.deed);
    this.operation = larger(new Uint8Array(size), this.operation);
    this.thread = larger(new Int32Array(size), this.thread);
    this.subject = larger(new Int32Array(size), this.subject);
    this.value = larger(new Int32Array(size), this.value);
  }

  /** Forgets the oldest rows, but for those that say how things stood at the cut. */
  #forget(count: number): void {
    const kept = [...standing(this, count), { at: this.at[count]!, deed: deed.gap, value: count, subject: Math.round((this.at[count]! - this.info.startedAt) * 10) }];
    for (const name of Object.keys(columnTypes) as (keyof typeof columnTypes)[]) {
      const column = this[name];
      column.copyWithin(kept.length, count, this.length);
      kept.forEach((row, n) => (column[n] = row[name as keyof Row] ?? 0));
    }
    this.length -= count - kept.length;
    this.before += count - kept.length;
  }
}

export type Columns = { [Name in keyof typeof columnTypes]: InstanceType<(typeof columnTypes)[Name]> };

/** How things stood after the first rows: the state of each living thread, the holder of each lock, the depth of each queue. */
function standing(recording: Recording, count: number): Row[] {
  const threads = new Map<number, number>();
  const locks = new Map<number, number>();
  const pools = new Map<string, number>();
  const depths = new Map<number, { at: number; value: number }>();
  const ended = new Set<number>();
  for (let n = 0; n < count; n++) {
    const thread = recording.thread[n]!;
    const subject = recording.subject[n]!;
    const step = (by: number) => {
      const known = depths.get(subject);
      if (known) depths.set(subject, { at: recording.at[n]!, value: Math.max(0, known.value + by) });
    };
    switch (recording.deed[n]) {
      case deed.acquired:
        locks.set(subject, n);
        step(-1);
        break;
      case deed.released:
        locks.delete(subject);
        step(1);
        break;
      case deed.put:
        step(1);
        break;
      case deed.got:
        step(-1);
        break;
      case deed.depth:
        depths.set(subject, { at: recording.at[n]!, value: recording.value[n]! });
        break;
      case deed.computes:
        locks.set(subject, n);
        break;
      case deed.computed:
        locks.delete(subject);
        break;
      case deed.crew:
      case deed.completed:
        pools.set(`${recording.deed[n]} ${subject}`, n);
        break;
      case deed.notified:
      case deed.gap:
      case deed.still:
        break;
      case deed.ended:
        threads.delete(thread);
        ended.add(thread);
        break;
      default:
        threads.set(thread, n);
    }
  }
  recording.info.threads = recording.info.threads.filter(({ id }) => !ended.has(id));
  return [
    ...[...threads.values(), ...locks.values(), ...pools.values()].sort((a, b) => a - b).map((n) => recording.row(n)),
    ...[...depths].map(([subject, { at, value }]): Row => ({ at, deed: deed.depth, subject, value })),
  ];
}
