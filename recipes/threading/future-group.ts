// The futures of this thread by groups, for two who let go of them: one finalizer watches over a group, whose members hold it, because futures come by
// the thousand; and the supervisor finds the groups of a killed thread in the heap.
import { allocate, free } from './allocate.js';
import { dropFuture } from './future-block.js';
import { i32 } from './heap.js';
import { self } from './identity.js';
import { W_FUTURES } from './layout.js';

const MEMBERS = 64;
// In the heap: the next group of the worker and the one before, then the futures, 0 for those that are settled.
const NEXT = 0;
const PREVIOUS = 1;
const FIRST_MEMBER = 2;

export interface FutureGroup {
  /** Where it lies; 0 once it was given back. */
  readonly list: { at: number };
  /** How many have joined and how many of them have not left. */
  used: number;
  open: number;
}

const abandoned = new FinalizationRegistry<FutureGroup['list']>((list) => {
  if (list.at === 0) return;
  dropMembers(list.at);
  giveUp(list);
});
let current: FutureGroup | undefined;

/** The future's reference belongs to the group from now on. Its place in the group is `used - 1`. Throws HeapFull. */
export function joinGroup(block: number): FutureGroup {
  if (current === undefined || current.used === MEMBERS) current = newGroup();
  i32[current.list.at + FIRST_MEMBER + current.used++] = block;
  current.open++;
  return current;
}

/** The reference belongs to the caller again. */
export function leaveGroup(group: FutureGroup, place: number): void {
  i32[group.list.at + FIRST_MEMBER + place] = 0;
  if (--group.open === 0 && group.used === MEMBERS) giveUp(group.list);
}

function newGroup(): FutureGroup {
  const at = allocate(FIRST_MEMBER + MEMBERS);
  i32.fill(0, at, at + FIRST_MEMBER + MEMBERS);
  if (self.worker !== 0) {
    const first = i32[self.worker + W_FUTURES]!;
    i32[at + NEXT] = first;
    if (first !== 0) i32[first + PREVIOUS] = at;
    i32[self.worker + W_FUTURES] = at;
  }
  const group: FutureGroup = { list: { at }, used: 0, open: 0 };
  abandoned.register(group, group.list);
  return group;
}

function giveUp(list: FutureGroup['list']): void {
  const { at } = list;
  list.at = 0;
  const next = i32[at + NEXT]!;
  const previous = i32[at + PREVIOUS]!;
  if (next !== 0) i32[next + PREVIOUS] = previous;
  if (previous !== 0) i32[previous + NEXT] = next;
  else if (self.worker !== 0) i32[self.worker + W_FUTURES] = next;
  free(at);
}

function dropMembers(at: number): void {
  for (let n = 0; n < MEMBERS; n++) {
    const block = i32[at + FIRST_MEMBER + n]!;
    i32[at + FIRST_MEMBER + n] = 0;
    if (block !== 0) dropFuture(block);
  }
}

/** Lets go of all futures of a worker that will run no more. */
export function dropFuturesOf(worker: number): void {
  for (let at = i32[worker + W_FUTURES]!; at !== 0; at = i32[worker + W_FUTURES]!) {
    dropMembers(at);
    i32[worker + W_FUTURES] = i32[at + NEXT]!;
    free(at);
  }
}
