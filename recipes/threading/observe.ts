// Reads the state of all threads and resources from shared memory, without asking any thread. Never blocks.
import { endingOf } from './ending.js';
import { f64, i32, now } from './heap.js';
import {
  COMPLETIONS, FINISHED, FLAG_DAEMON, R_CREATED, R_ID, R_KIND, RESOURCE_WORDS, RESOURCES_HIGH, RESOURCES_START, STATE_ENDED, STATE_EVENT_LOOP, STATE_JOINING, STATE_SLEEPING,
  STATE_STARTING, STATE_WAITING, T_DONE, T_ENDED_F64, T_FLAGS, T_ID, T_IDLE, T_INTERRUPT, T_KILLED, T_OPERATION, T_SINCE_F64, T_SITE, T_SLEEPS_ON, T_SLEEPS_WHILE, T_STARTED_F64, T_STATE, T_SUBJECT, T_UNTIL_F64,
  T_VERSION, THREADS_HIGH, TICK, TICK_TIME_F64, THREADS_START, THREAD_WORDS,
} from './layout.js';
import { observedOrders } from './lock-order.js';
import { operations, RESULT } from './park.js';
import { kinds, resourceName } from './resource.js';
import { stackAt } from './site.js';
import { recordName } from './thread-names.js';
import type { ResourceKind, ResourceSnapshot, Snapshot, ThreadSnapshot, ThreadState } from './vocabulary.js';

/** What a kind adds to its snapshot, read from its record; null where it is of no interest now. */
export type Reader = (at: number, base: { id: number; name: string; created: ResourceSnapshot['created'] }) => ResourceSnapshot | null;

const readers: (Reader | undefined)[] = [];

export function registerReader(kind: ResourceKind, reader: Reader): void {
  readers[kinds.indexOf(kind)] = reader;
}

let endedMeanwhile: ThreadSnapshot[] = [];

/** Keeps the last state of a thread whose record is about to go, for the next snapshot. */
export function noteEnded(record: number): void {
  endedMeanwhile.push(readThread(record));
}

const lastResources = new Map<number, { words: Int32Array; snapshot: ResourceSnapshot }>();

/**
 * One moment of the process: every thread that is alive or has ended since the last call, and every resource. A resource that has not changed
 * is the same object as in the last snapshot. Threads are read one after the other, so that two states may be microseconds apart.
 */
export function observe(): Snapshot {
  // Resources before threads: whoever has been waiting since before `at` cannot have released anything between the two readings, so that
  // a cycle of such waits is a deadlock and not an accident of the sampling.
  const at = now();
  f64[TICK_TIME_F64] = at;
  Atomics.add(i32, TICK, 1);
  const resources = readResources();
  const threads: ThreadSnapshot[] = endedMeanwhile;
  endedMeanwhile = [];
  const ended = new Set(threads.map((thread) => thread.id));
  const high = i32[THREADS_HIGH]!;
  for (let n = 0; n < high; n++) {
    const record = THREADS_START + n * THREAD_WORDS;
    if (i32[record + T_ID] === 0 || i32[record + T_STATE] === 0) continue;
    const thread = readThread(record);
    if (i32[record + T_ID] === thread.id && !ended.has(thread.id)) threads.push(thread);
  }
  const still = everybodySleeps(at);
  threads.sort((a, b) => a.id - b.id);
  const { orders, dropped } = observedOrders();
  return { at, threads, resources, still, orders, ordersDropped: dropped };
}

/**
 * Whether every thread has slept since before `at` and none of the words on which they sleep has changed. Whoever wakes a thread changes its word
 * first, and whoever runs, or was woken and has not noticed, is not asleep: so nobody is left who could wake anybody.
 */
function everybodySleeps(at: number): boolean {
  let sleepers = 0;
  const high = i32[THREADS_HIGH]!;
  for (let n = 0; n < high; n++) {
    const record = THREADS_START + n * THREAD_WORDS;
    const state = Atomics.load(i32, record + T_STATE);
    if (i32[record + T_ID] === 0 || state === 0) continue;
    if (state === STATE_ENDED) {
      if (Atomics.load(i32, record + T_DONE) === 0) return false; // It has yet to wake those that join it.
      continue;
    }
    // One that is being killed gives back what it has.
    if (i32[record + T_KILLED] === 1 || !sleepsForEver(record, at)) return false;
    if (i32[record + T_IDLE] === 0) sleepers++;
  }
  return sleepers > 0;
}

function sleepsForEver(record: number, at: number): boolean {
  const version = Atomics.load(i32, record + T_VERSION);
  const state = i32[record + T_STATE];
  if ((version & 1) !== 0 || (state !== STATE_WAITING && state !== STATE_JOINING)) return false;
  const half = record >> 1;
  if (f64[half + T_UNTIL_F64] !== 0 || f64[half + T_SINCE_F64]! >= at) return false;
  const word = Atomics.load(i32, record + T_SLEEPS_ON);
  if (word === 0) return false;
  const now = Atomics.load(i32, word);
  // Whoever begins to compute a future changes its word as well, and wakes nobody.
  const woken = now !== i32[record + T_SLEEPS_WHILE] && !(i32[record + T_OPERATION] === RESULT && word !== COMPLETIONS && now < FINISHED);
  return !woken && i32[record + T_INTERRUPT] === 0 && Atomics.load(i32, record + T_SLEEPS_ON) === word && Atomics.load(i32, record + T_VERSION) === version;
}

function readThread(record: number): ThreadSnapshot {
  const thread: ThreadSnapshot = {
    id: i32[record + T_ID]!,
    name: recordName(record),
    daemon: (i32[record + T_FLAGS]! & FLAG_DAEMON) !== 0,
    startedAt: f64[(record >> 1) + T_STARTED_F64]!,
    state: { kind: 'running' },
  };
  for (let tries = 0; tries < 100; tries++) {
    const version = Atomics.load(i32, record + T_VERSION);
    thread.state = readState(record);
    if ((version & 1) === 0 && Atomics.load(i32, record + T_VERSION) === version) break;
  }
  return thread;
}

function readState(record: number): ThreadState {
  const half = record >> 1;
  const since = f64[half + T_SINCE_F64]!;
  const until = f64[half + T_UNTIL_F64]!;
  const stack = stackAt(i32[record + T_SITE]!);
  switch (i32[record + T_STATE]) {
    case STATE_STARTING:
      return { kind: 'starting' };
    case STATE_WAITING: {
      const resource = i32[i32[record + T_SUBJECT]! + R_ID]!;
      const operation = operations[i32[record + T_OPERATION]!] ?? 'wait';
      return until === 0 ? { kind: 'waiting', resource, operation, since, stack } : { kind: 'waiting', resource, operation, since, until, stack };
    }
    case STATE_JOINING: {
      const thread = i32[record + T_SUBJECT]!;
      return until === 0 ? { kind: 'joining', thread, since, stack } : { kind: 'joining', thread, since, until, stack };
    }
    case STATE_SLEEPING:
      return { kind: 'sleeping', since, until, stack };
    case STATE_EVENT_LOOP:
      return { kind: 'in-event-loop', since };
    case STATE_ENDED:
      return { kind: 'ended', at: f64[half + T_ENDED_F64]!, ending: endingOf(record) };
    default:
      return { kind: 'running' };
  }
}

function readResources(): ResourceSnapshot[] {
  const resources: ResourceSnapshot[] = [];
  const high = i32[RESOURCES_HIGH]!;
  for (let n = 0; n < high; n++) {
    const at = RESOURCES_START + n * RESOURCE_WORDS;
    if (i32[at + R_KIND] === 0) {
      if (lastResources.size > 0) lastResources.delete(at);
      continue;
    }
    const last = lastResources.get(at);
    if (last !== undefined && unchanged(at, last.words)) {
      resources.push(last.snapshot);
      continue;
    }
    const words = i32.slice(at, at + RESOURCE_WORDS);
    const kind = i32[at + R_KIND]!;
    const snapshot = readers[kind]?.(at, { id: i32[at + R_ID]!, name: resourceName(at), created: stackAt(i32[at + R_CREATED]!) });
    if (snapshot === undefined || snapshot === null) continue;
    // Kinds whose state lies outside of their record are read anew each time.
    if (!unstable.has(kinds[kind] as ResourceKind)) lastResources.set(at, { words, snapshot });
    resources.push(snapshot);
  }
  return resources;
}

const unstable = new Set<ResourceKind>(['ThreadPoolExecutor', 'ProcessPoolExecutor', 'Future']);

function unchanged(at: number, words: Int32Array): boolean {
  for (let n = 0; n < RESOURCE_WORDS; n++) if (i32[at + n] !== words[n]) return false;
  return true;
}
