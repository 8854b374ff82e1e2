// What all shared objects have in common: a record in the heap, a name, and a count of the threads that know it.
import { claim, disclaim } from './claims.js';
import { HeapFull } from './errors.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import {
  KIND_COUNTERS, NEXT_RESOURCE_ID, R_CREATED, R_ID, R_KIND, R_NAME, R_NEXT_FREE, R_NUMBER, R_REFS, RESOURCE_WORDS, RESOURCES_FREE, RESOURCES_GUARD,
  RESOURCES_HIGH, RESOURCES_MAX, RESOURCES_START,
} from './layout.js';
import { mayCapture } from './self.js';
import { captureSite } from './site.js';
import { internText, textAt } from './text.js';
import type { ResourceKind } from './vocabulary.js';

/** What has a record: shared objects, and buffers of the program's own (shared-buffers.ts), which are no objects of the runtime and shown nowhere. */
type Kind = ResourceKind | 'SharedArrayBuffer';

/** In the order of their numbers in the heap; 0 is a free record. */
export const kinds: readonly (Kind | 'free')[] = [
  'free', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier', 'Queue', 'LifoQueue', 'PriorityQueue', 'SimpleQueue',
  'PollableQueue', 'Future', 'ThreadPoolExecutor', 'ProcessPoolExecutor', 'SharedArrayBuffer',
];

export interface Named {
  /** Shown in the sidebar and in messages; without it the kind and a number, such as `Lock-3`. */
  name?: string;
}

/** Tells a constructor to stand for an object that exists already. */
export class Adopted {
  constructor(readonly at: number) {}
}

type ResourceClass = new (...args: never[]) => Resource;
const classes: (ResourceClass | undefined)[] = [];
/** Gives back what a record points to; false where the record is still in use, and its last user calls `freeRecord`. */
type Disposer = (at: number) => void | false;
const disposers: (Disposer | undefined)[] = [];

/** Makes a kind known to this thread. */
export function registerKind(kind: ResourceKind, made: ResourceClass, dispose?: Disposer): void {
  classes[kinds.indexOf(kind)] = made;
  if (dispose !== undefined) registerDisposer(kind, dispose);
}

/** What the last reference to a record of the kind gives back. */
export function registerDisposer(kind: Kind, dispose: Disposer): void {
  disposers[kinds.indexOf(kind)] = dispose;
}

const standing = new Map<number, WeakRef<Resource>>();
const collected = new FinalizationRegistry<number>((at) => {
  // Another object may stand for the record by now, or have stood for it and be dead as well: all had the one reference.
  if (standing.get(at)?.deref() === undefined && standing.delete(at)) dropUnownedRecord(at);
});

/** A shared object. Every thread that receives it has its own JavaScript object for the one record in the heap. */
export abstract class Resource {
  /** Word address of the record. Internal. */
  readonly at: number;
  protected readonly fresh: boolean;

  constructor(kind: ResourceKind, options: Named | Adopted | undefined) {
    this.fresh = !(options instanceof Adopted);
    this.at = options instanceof Adopted ? options.at : newRecord(kinds.indexOf(kind), options?.name);
    claim(this.at);
    standing.set(this.at, new WeakRef<Resource>(this));
    collected.register(this, this.at);
  }

  /** Small number, unique in the process. */
  get id(): number {
    return i32[this.at + R_ID]!;
  }

  get name(): string {
    return resourceName(this.at);
  }

  toString(): string {
    return `${kinds[i32[this.at + R_KIND]!]} "${this.name}"`;
  }
}

export function resourceName(at: number): string {
  const name = i32[at + R_NAME]!;
  return name !== 0 ? textAt(name) : `${kinds[i32[at + R_KIND]!]}-${i32[at + R_NUMBER]}`;
}

function newRecord(kind: number, name: string | undefined): number {
  const text = name === undefined ? 0 : internText(name);
  const created = mayCapture() ? captureSite() : 0;
  enter(RESOURCES_GUARD);
  let at = i32[RESOURCES_FREE]!;
  if (at !== 0) {
    i32[RESOURCES_FREE] = i32[at + R_NEXT_FREE]!;
  } else {
    const high = i32[RESOURCES_HIGH]!;
    if (high < RESOURCES_MAX) {
      at = RESOURCES_START + high * RESOURCE_WORDS;
      i32[RESOURCES_HIGH] = high + 1;
    }
  }
  leave(RESOURCES_GUARD);
  if (at === 0) throw new HeapFull(`There are ${RESOURCES_MAX} locks, queues and other shared objects already. Let go of those that are no longer used; they are collected when the thread returns to its event loop.`);
  for (let word = 1; word < RESOURCE_WORDS; word++) i32[at + word] = 0;
  i32[at + R_REFS] = 1;
  i32[at + R_NAME] = text;
  i32[at + R_CREATED] = created;
  i32[at + R_NUMBER] = Atomics.add(i32, KIND_COUNTERS + kind, 1) + 1;
  i32[at + R_ID] = Atomics.add(i32, NEXT_RESOURCE_ID, 1) + 1;
  Atomics.store(i32, at + R_KIND, kind);
  return at;
}

/** A record without an object in this thread; the caller owns its one reference. */
export function newUnownedRecord(kind: Kind, name?: string): number {
  const at = newRecord(kinds.indexOf(kind), name);
  claim(at);
  return at;
}

/** Gives back the one reference that this thread has to the record. */
export function dropUnownedRecord(at: number): void {
  disclaim(at);
  dropResource(at);
}

/** One more reference to the record: by an encoded value that is on its way. */
export function keepResource(at: number): void {
  Atomics.add(i32, at + R_REFS, 1);
}

/** Gives a reference back; the last one frees the record and what belongs to it. */
export function dropResource(at: number): void {
  if (Atomics.sub(i32, at + R_REFS, 1) !== 1) return;
  if (disposers[i32[at + R_KIND]!]?.(at) !== false) freeRecord(at);
}

export function freeRecord(at: number): void {
  Atomics.store(i32, at + R_KIND, 0);
  enter(RESOURCES_GUARD);
  i32[at + R_NEXT_FREE] = i32[RESOURCES_FREE]!;
  i32[RESOURCES_FREE] = at;
  leave(RESOURCES_GUARD);
}

/** The object of this thread for a record. With `taking` the caller's reference goes over to it, else it gets its own. */
export function resourceAt(at: number, taking: boolean): Resource {
  const present = standing.get(at)?.deref();
  if (present !== undefined) {
    if (taking) dropResource(at);
    return present;
  }
  const kind = i32[at + R_KIND]!;
  const made = classes[kind];
  if (made === undefined) throw new Error(`This thread has not loaded the class of ${kinds[kind] ?? 'an unknown resource'}.`);
  // A dead object whose finalizer has not run yet still has its reference: `standing` is set again below, so that the finalizer leaves
  // the record alone, and its reference is the one to use.
  const inherited = standing.has(at);
  if (inherited && taking) dropResource(at);
  else if (!inherited && !taking) keepResource(at);
  return new made(new Adopted(at) as never);
}
