// The state of one run, as the host reported it. Pure: every time comes with a message. Whatever can be computed from it is not stored in it.
import type { HistoryEvent, LockOrder, ResourceId, ResourceSnapshot, StateChange, ThreadId, ThreadSnapshot } from '../../recipes/host/messages.js';
import type { Outcome, RunId } from '../protocol.js';
import { countHistory, countSample, emptyUsage, type UsageBook } from './usage.js';

export interface RunState {
  run: RunId;
  recipe: string;
  title: string;
  expects: string;
  startedAt: number;
  /** When the threads were last sampled; the run's end once it has ended. */
  at: number;
  threads: ReadonlyMap<ThreadId, ThreadSnapshot>;
  resources: ReadonlyMap<ResourceId, ResourceSnapshot>;
  /** The newest events, oldest first, at most `historyLimit` of them. */
  history: readonly HistoryEvent[];
  historyTotal: number;
  historyDropped: number;
  /** Which lock was taken while which other was held, each pair once, in the order in which they were first seen. */
  orders: readonly LockOrder[];
  /** Pairs that the run did not keep. */
  ordersDropped: number;
  /** What can only be counted while it happens. */
  usage: UsageBook;
  /** Every thread is asleep without a time limit: nobody is left who could wake one. */
  still: boolean;
  /** Threads whose end another one waited for. */
  joined: ReadonlySet<ThreadId>;
  outcome?: Outcome;
}

export type RunChange =
  | StateChange
  | { kind: 'history'; events: HistoryEvent[]; dropped: number }
  | { kind: 'outcome'; at: number; outcome: Outcome };

export const historyLimit = 10_000;
/** Of the threads that have ended the newest are kept: a run may start and end millions. */
export const endedThreadLimit = 500;

export function newRun(run: RunId, recipe: string, title: string, expects: string, startedAt: number): RunState {
  return {
    run, recipe, title, expects, startedAt, at: startedAt, threads: new Map(), resources: new Map(),
    history: [], historyTotal: 0, historyDropped: 0, orders: [], ordersDropped: 0, usage: emptyUsage, still: false, joined: new Set(),
  };
}

export function apply(state: RunState, change: RunChange): RunState {
  switch (change.kind) {
    case 'state':
      return {
        ...state,
        at: Math.max(state.at, change.at),
        threads: withoutOldest(patched(state.threads, change.threads, change.goneThreads)),
        resources: patched(state.resources, change.resources, change.goneResources),
        orders: withOrders(state.orders, change.orders),
        ordersDropped: change.ordersDropped ?? state.ordersDropped,
        still: change.still === true,
        usage: countSample(state.usage, state.resources, change.resources, change.goneResources, change.at),
      };
    case 'history':
      return {
        ...state,
        history: [...state.history, ...change.events].slice(-historyLimit),
        historyTotal: state.historyTotal + change.events.length,
        historyDropped: change.dropped,
        usage: countHistory(state.usage, change.events, change.dropped),
        joined: withJoined(state, change.events),
      };
    case 'outcome':
      return { ...state, at: Math.max(state.at, change.at), outcome: change.outcome };
    default:
      return change satisfies never;
  }
}

/** Of the threads that are still known; the others nobody asks for. */
function withJoined({ joined, threads }: RunState, events: readonly HistoryEvent[]): ReadonlySet<ThreadId> {
  const news = events.flatMap(({ what, other }) => (what === 'joined' && other !== undefined ? other : []));
  if (news.length === 0) return joined;
  const all = [...joined, ...news];
  return new Set(all.length > 2 * endedThreadLimit ? all.filter((id) => threads.has(id)) : all);
}

/** A pair that is known already comes again when the place of its first lock has become known. */
function withOrders(known: readonly LockOrder[], news: readonly LockOrder[] | undefined): readonly LockOrder[] {
  if (news === undefined || news.length === 0) return known;
  const pairs = new Map(known.map((order) => [`${order.first} ${order.second}`, order]));
  for (const order of news) pairs.set(`${order.first} ${order.second}`, order);
  return [...pairs.values()];
}

function patched<T extends { id: number }>(items: ReadonlyMap<number, T>, changed: readonly T[], gone: readonly number[]): ReadonlyMap<number, T> {
  if (changed.length === 0 && gone.length === 0) return items;
  const result = new Map(items);
  for (const id of gone) result.delete(id);
  for (const item of changed) result.set(item.id, item);
  return result;
}

function withoutOldest(threads: ReadonlyMap<ThreadId, ThreadSnapshot>): ReadonlyMap<ThreadId, ThreadSnapshot> {
  if (threads.size <= endedThreadLimit) return threads;
  const ended = [...threads.values()].filter((thread) => thread.state.kind === 'ended').sort((a, b) => a.id - b.id);
  if (ended.length <= endedThreadLimit) return threads;
  const result = new Map(threads);
  for (const thread of ended.slice(0, -endedThreadLimit)) result.delete(thread.id);
  return result;
}
