// Follows functions that are handed to other functions: `withLock(() => this.save())` runs the callback where `withLock` calls it, with what is held there.
import { callsOf, type Behaviour, type CallEvent } from './behaviour.js';
import { inOrder, type Caller, type CallIndex } from './call-index.js';
import { lockFromCaller, type Calls } from './effects.js';
import { siteOf } from '../facts/finding.js';
import type { Lock, Locks } from '../values/locks.js';
import type { FunctionNode } from '../program/program.js';
import { heldKey, type Held } from './state.js';

/** Somewhere below a function, the parameter of a function is called. */
interface Invoked {
  function: FunctionNode;
  index: number;
  held: readonly { lock: Lock; held: Held; in: FunctionNode }[];
}

/** Callbacks handed on through more functions than this are not followed. */
const rounds = 4;
const heldLimit = 6;

/** The call events to add to behaviours: one for each callback, at the place where it is handed over. `invoking` are behaviours that call parameters. */
export function followCallbacks(invoking: readonly Behaviour[], index: CallIndex, behaviourOf: (node: FunctionNode) => Behaviour | undefined, calls: Calls, locks: Locks): Map<FunctionNode, readonly CallEvent[]> {
  const added = new Map<FunctionNode, CallEvent[]>();
  const addedCallers = new Map<FunctionNode, Caller[]>();
  const callers = (node: FunctionNode): readonly Caller[] => [...index.callers(node), ...(addedCallers.get(node) ?? [])];
  for (let round = 0; round < rounds; round++) {
    const invoked = invocations(invoking, callers, locks);
    const concerned = new Set([...invoked.keys()].flatMap((node) => callers(node).map(({ caller }) => caller)));
    let grown = false;
    for (const node of [...concerned].sort(inOrder)) {
      const behaviour = behaviourOf(node);
      const before = added.get(node) ?? [];
      const extra = behaviour ? handedOver(node, [...callsOf(behaviour), ...before], invoked, calls, locks) : [];
      if (extra.length === 0) continue;
      grown = true;
      added.set(node, [...before, ...extra]);
      for (const event of extra) {
        const list = addedCallers.get(event.target.function) ?? [];
        addedCallers.set(event.target.function, list);
        list.push({ caller: node, event });
      }
    }
    if (!grown) break;
  }
  return added;
}

type Callers = (node: FunctionNode) => readonly Caller[];

/** For each function the calls of parameters, its own and those of functions around it, that it leads to. */
function invocations(behaviours: readonly Behaviour[], callers: Callers, locks: Locks): Map<FunctionNode, Map<string, Invoked>> {
  const found = new Map<FunctionNode, Map<string, Invoked>>();
  const note = (node: FunctionNode, invoked: Invoked): boolean => {
    const map = found.get(node) ?? new Map<string, Invoked>();
    found.set(node, map);
    const key = `${invoked.function.key} ${invoked.index} ${invoked.held.map((item) => item.lock.declaration).join(' ')}`;
    if (map.has(key) || map.size > heldLimit || invoked.held.length > heldLimit) return false;
    map.set(key, invoked);
    return true;
  };
  for (const { function: node, events } of behaviours) {
    for (const event of events) if (event.kind === 'invoke') note(node, { function: event.function, index: event.index, held: event.held.map((held) => ({ lock: held.lock, held, in: node })) });
  }
  // A closure calls the parameter of the function around it: that function leads to the call as well.
  let news = new Set(found.keys());
  for (let turn = 0; news.size > 0 && turn < rounds; turn++) {
    const next = new Set<FunctionNode>();
    for (const callee of news) {
      for (const { caller, event } of callers(callee)) {
        const node = caller;
        for (const invoked of found.get(callee)?.values() ?? []) {
          if (invoked.function === callee) continue;
          const inner = invoked.held.flatMap((item) => {
            const lock = lockFromCaller(item.lock, event.target, node, locks);
            return lock ? [{ ...item, lock }] : [];
          });
          if (note(node, { ...invoked, held: [...event.held.map((held) => ({ lock: held.lock, held, in: node })), ...inner] })) next.add(node);
        }
      }
    }
    news = next;
  }
  return found;
}

function handedOver(node: FunctionNode, events: readonly CallEvent[], invoked: Map<FunctionNode, Map<string, Invoked>>, calls: Calls, locks: Locks): CallEvent[] {
  let known: Set<string> | undefined;
  return events.flatMap((event) =>
    [...(invoked.get(event.target.function)?.values() ?? [])].flatMap((item): CallEvent[] => {
      const given = item.function === event.target.function ? event.target.argument(item.index) : undefined;
      if (!given) return [];
      const through = item.held.flatMap(({ lock, held, in: taker }): Held[] => {
        const mine = lockFromCaller(lock, event.target, node, locks);
        if (!mine) return [];
        const hops = [
          { site: siteOf(node.file.path, event.at), message: `${node.qualified} calls ${event.text}` },
          ...(held.via.length > 0 ? held.via : [{ site: siteOf(taker.file.path, held.at), message: `${taker.qualified} takes ${mine.name}` }]),
        ];
        return [{ lock: mine, at: event.at, via: hops, how: 'scope', shared: held.shared }];
      });
      return calls.functions(given, node).flatMap((target): CallEvent[] => {
        const made: CallEvent = { kind: 'call', target, held: [...event.held, ...through], at: event.at, text: target.function.qualified };
        known ??= new Set(events.map(callKey));
        if (target.function === node || known.has(callKey(made))) return [];
        known.add(callKey(made));
        return [made];
      });
    }),
  );
}

const callKey = (event: CallEvent): string => `${event.at.line}:${event.at.column} ${event.target.function.key} ${heldKey(event.held)}`;
