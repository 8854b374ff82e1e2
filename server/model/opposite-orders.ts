// Locks that different threads of a run took in opposite orders: no deadlock this time, but one is possible. Pure.
import type { LockOrder } from '../../recipes/host/messages.js';
import { groupedBy } from './grouped-by.js';
import type { RunState } from './run-state.js';
import { cyclesOf } from './wait-graph.js';

/** Longer circles are not looked for: people cannot follow them, and programs do not have them. */
const longest = 5;
/** Enough to act upon. */
const mostCircles = 20;
/** Orders looked at; only a program in which everything is taken within everything else has more. */
const mostSteps = 20_000;

/** The orders change seldom, and are asked for ten times a second. */
const found = new WeakMap<readonly LockOrder[], LockOrder[][]>();

/**
 * Each is a circle of orders: the last one's second lock is the first one's first. Every order of a circle was first seen in another thread: a thread that goes round alone
 * cannot block itself. Left out is what is a deadlock already, and what is always taken below one common lock.
 */
export function oppositeOrders(state: RunState): LockOrder[][] {
  let circles = found.get(state.orders);
  if (circles === undefined) {
    circles = circlesOf(state.orders);
    found.set(state.orders, circles);
  }
  if (circles.length === 0) return [];
  const dead = new Set(cyclesOf(state).flatMap(({ waits }) => waits.flatMap(({ resource }) => resource ?? [])));
  return circles.filter((circle) => !circle.every(({ first }) => dead.has(first)));
}

function circlesOf(orders: readonly LockOrder[]): LockOrder[][] {
  const from = groupedBy(orders, ({ first }) => first);
  const circles: LockOrder[][] = [];
  let steps = 0;

  function follow(path: LockOrder[]): void {
    const start = path[0]!.first;
    for (const next of from.get(path.at(-1)!.second) ?? []) {
      if (circles.length >= mostCircles || ++steps > mostSteps) return;
      // A circle is found from its lowest lock, and so only once.
      if (next.second < start || path.some(({ thread }) => thread === next.thread)) continue;
      if (next.second === start) circles.push([...path, next]);
      else if (path.length < longest - 1 && !path.some(({ second }) => second === next.second)) follow([...path, next]);
    }
  }

  for (const order of orders) if (order.first < order.second) follow([order]);
  return circles.filter((circle) => !haveGuard(orders, circle));
}

/** Whether one lock was held whenever, as far as can be seen, those of the circle were taken: then only one thread at a time can be among them. */
function haveGuard(orders: readonly LockOrder[], circle: readonly LockOrder[]): boolean {
  const locks = circle.map(({ first }) => first);
  const before = groupedBy(orders, ({ second }) => second);
  const guards = locks.map((lock) => new Set((before.get(lock) ?? []).map(({ first }) => first)));
  return [...guards[0]!].some((guard) => !locks.includes(guard) && guards.every((each) => each.has(guard)));
}
