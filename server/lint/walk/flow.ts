// Walks one function's statements along all its ways and notes which locks are held where. Exceptions are ways like others.
import { noRanges, nothing, type Behaviour, type Event, type Outside } from './behaviour.js';
import { lockFromCaller, type Calls, type Effects, type Target } from './effects.js';
import type { Argument, Call, Statement, Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Operation } from '../facts/library.js';
import { argumentAt } from '../values/argument-at.js';
import type { Lock, Locks } from '../values/locks.js';
import type { Memory } from '../kept/memory.js';
import type { FunctionNode } from '../program/program.js';
import { sameBehaviour, sameOutside } from './same-behaviour.js';
import { capturedIn, collectTests, commonHeld, distinctExits, lastLine, lastOf, leaksOf, mayThrow, positionKey, sameRange, terms, throwing, type Exit, type Outcome } from './exits.js';
import { ask, assume, callKey, emptyState, findHeld, forget, heldKey, objectKey, repeatedTests, thin, withHeld, without, type Held, type State } from './state.js';
import { createAround } from './around.js';
import { capturedTokens } from './captured.js';
import { createEntering, type Entered } from './entering.js';
import { flagged } from './flags.js';
import { foreign } from '../values/foreign-call.js';
import { createHandles, givenBackWhereOurs, withoutHandles } from './handles.js';
import { asksAgain } from './waits-for-ever.js';
import type { Types } from '../values/value-types.js';

export interface Flow {
  behaviour(node: FunctionNode): Behaviour;
  /** How many functions have been walked so far. */
  walks(): number;
}
const none: ReadonlySet<string> = new Set();

export function createFlow(types: Types, locks: Locks, calls: Calls, memory: Memory): Flow {
  let walks = 0;
  // A function that calls itself is taken to leave nothing behind.
  const known = memory.ask<FunctionNode, undefined, Behaviour>({ store: memory.byKey(), compute: (node) => flagged(walk(node)), provisional: nothing, same: sameBehaviour, proves: sameOutside });
  const outsides = memory.ask<FunctionNode, undefined, Outside>({ store: memory.byKey(), compute: (node) => behaviour(node), provisional: nothing, same: sameOutside, proves: sameOutside });
  const behaviour = (node: FunctionNode): Behaviour => known(node, undefined);
  const outside = (node: FunctionNode): Outside => outsides(node, undefined);
  const around = createAround(types, locks, behaviour);
  const entering = createEntering(types, locks, calls, outside);

  /** Most functions never hold anything: where one situation is enough for all ways, there is nothing to tell apart. */
  function walk(node: FunctionNode): Behaviour {
    walks++;
    return walkWays(node, undefined) ?? (walkWays(node, repeatedTests(collectTests(node.facts.body))) as Behaviour);
  }

  /** Without conditions to remember: nothing where that would not do. */
  function walkWays(node: FunctionNode, remembered: ReadonlySet<string> | undefined): Behaviour | undefined {
    const tracked = remembered ?? none;
    const events = new Map<string, Event>();
    const yields: State[] = [];
    const gives = new Map<string, Lock>();
    const returned = new Set<Range>();
    const handed = new Set<string>();
    const byMethod = new Set<Range>();
    const handles = createHandles(node);
    const calm = new Set(node.file.language.library.calm);
    const loops: (Statement & { kind: 'loop' })[] = [];
    /** What is left at the end of each stack of contexts that is open, the innermost last. */
    const stacks: Set<Held>[] = [];
    /** Whether anything is held or known anywhere. */
    let mixed = false;

    const note = (event: Event): void => {
      const subject = event.kind === 'acquire' || event.kind === 'release' ? objectKey(event.lock) : event.kind === 'call' ? event.target.function.key : event.kind;
      // Calls in a chain begin at one place and end at different ones.
      const key = `${event.kind}${callKey(event.at)} ${subject} ${heldKey(event.held)}`;
      if (!events.has(key)) events.set(key, withoutHandles(event));
    };

    function sequence(statements: readonly Statement[], states: State[]): Outcome {
      const exits: Exit[] = [];
      let next = states;
      for (const statement of statements) {
        mixed ||= next.some((state) => state !== emptyState);
        if (next.length === 0 || (mixed && !remembered)) break;
        const outcome = step(statement, next);
        next = outcome.next;
        exits.push(...outcome.exits);
      }
      return { next, exits };
    }

    function step(statement: Statement, states: State[]): Outcome {
      switch (statement.kind) {
        case 'call':
          return callStep(statement.call, statement.text, states);
        case 'set':
          return { next: thin(states.map((state) => setStep(statement, state))), exits: [] };
        case 'with':
          return withStep(statement, states);
        case 'branch': {
          const splits = states.map((state) => ask(state, statement.test, tracked));
          const [yes, no] = [thin(splits.flatMap((split) => split.yes)), thin(splits.flatMap((split) => split.no))];
          const taken = sequence(statement.yes, yes);
          return joined(taken, sequence(statement.no, statement.no.length === 0 ? givenBackWhereOurs(taken.next, no, yes) : no));
        }
        case 'choose':
          return joined(...statement.arms.map((arm) => sequence(arm, states)));
        case 'loop':
          return loopStep(statement, states);
        case 'labelled': {
          const inner = sequence(statement.body, states);
          const mine = (exit: Exit): boolean => exit.kind === 'break' && exit.label === statement.label;
          return { next: thin([...inner.next, ...inner.exits.filter(mine).map((exit) => exit.state)]), exits: inner.exits.filter((exit) => !mine(exit)) };
        }
        case 'try':
          return tryStep(statement, states);
        case 'return':
          return { next: [], exits: states.map((state) => ({ kind: 'return', state: returnedToken(state, statement.value), at: statement.at })) };
        case 'throw':
          return { next: [], exits: states.map((state) => ({ kind: 'throw', state, at: statement.at })) };
        case 'break':
        case 'continue':
          return { next: [], exits: states.map((state) => ({ kind: statement.kind, state, at: { line: 0, column: 0, endLine: 0, endColumn: 0 }, label: statement.label })) };
        case 'yield':
          yields.push(...states);
          return { next: states, exits: throwing(states, statement.at) };
        case 'await':
          for (const state of states) if (state.held.length > 0) note({ kind: 'await', held: state.held, at: statement.at, text: statement.text, ...(statement.call ? { call: statement.call } : {}) });
          return { next: states, exits: [] };
        default:
          return statement satisfies never;
      }
    }
    const joined = (...outcomes: Outcome[]): Outcome => ({ next: thin(outcomes.flatMap((outcome) => outcome.next)), exits: outcomes.flatMap((outcome) => outcome.exits) });

    function setStep(statement: Statement & { kind: 'set' }, state: State): State {
      const { name, from, value } = statement;
      let result = forget(state, name);
      if (from) {
        const answer = state.known.get(callKey(from.at));
        if (answer !== undefined) result = assume(result, name, answer);
        const held = state.held.find((item) => item.how === 'token' && sameRange(item.at, from.at));
        if (held) {
          const kept = { ...held, escaped: capturedIn(node, name) };
          const tokens = new Map(result.tokens);
          tokens.set(name, kept);
          result = { ...result, held: result.held.map((item) => (item === held ? kept : item)), tokens };
        } else if (!statement.perhaps || answer) result = handles.taken(result, name, from);
      } else if (remembered && value?.kind === 'constant' && /^(True|False|true|false|None|null|undefined)$/.test(value.text)) {
        result = assume(result, name, /^[Tt]rue$/.test(value.text));
      }
      return result;
    }

    /** `return release` hands the lock to the caller. */
    function returnedToken(state: State, value: Value | undefined): State {
      if (value?.kind !== 'name') return state;
      const held = state.tokens.get(value.name);
      return held ? { ...state, held: state.held.map((item) => (item === held ? { ...item, escaped: true } : item)) } : state;
    }

    function loopStep(statement: Statement & { kind: 'loop' }, states: State[]): Outcome {
      const exits: Exit[] = [];
      const done: State[] = [];
      const broken: State[] = [];
      let round = states;
      loops.push(statement);
      for (let turn = 0; turn < 2 && round.length > 0; turn++) {
        const asked = sequence(statement.before, round);
        exits.push(...asked.exits);
        const splits = asked.next.map((state) => ask(state, statement.test, tracked));
        if (!statement.forever) done.push(...splits.flatMap((split) => split.no));
        const inner = sequence(statement.body, thin(statement.forever ? asked.next : splits.flatMap((split) => split.yes)));
        const mine = inner.exits.filter((exit) => (exit.kind === 'break' || exit.kind === 'continue') && exit.label === undefined);
        exits.push(...inner.exits.filter((exit) => !mine.includes(exit)));
        broken.push(...mine.filter((exit) => exit.kind === 'break').map((exit) => exit.state));
        const before = round;
        round = thin([...inner.next, ...mine.filter((exit) => exit.kind === 'continue').map((exit) => exit.state)]);
        if (round.length === 1 && before.length === 1 && round[0] === before[0]) break;
      }
      loops.pop();
      if (!statement.forever) done.push(...round);
      // `else` of a loop runs where no break left it.
      const whole = sequence(statement.otherwise, thin(done));
      return { next: thin([...broken, ...whole.next]), exits: [...exits, ...whole.exits] };
    }

    function tryStep(statement: Statement & { kind: 'try' }, states: State[]): Outcome {
      const inner = sequence(statement.body, states);
      const thrown = inner.exits.filter((exit) => exit.kind === 'throw');
      let exits = inner.exits.filter((exit) => exit.kind !== 'throw');
      const after = sequence(statement.otherwise, inner.next);
      exits.push(...after.exits);
      let next = after.next;
      // Even where nothing is seen that throws, somebody expected it.
      const caught = thin(thrown.length > 0 ? thrown.map((exit) => exit.state) : inner.next);
      for (const handler of statement.handlers) {
        const outcome = sequence(handler.body, caught);
        next = [...next, ...outcome.next];
        exits.push(...outcome.exits);
      }
      if (!statement.handlers.some((handler) => handler.catchesAll)) exits.push(...thrown);
      next = thin(next);
      if (statement.finally.length === 0) return { next, exits };
      const last = sequence(statement.finally, next);
      const leaving = exits.flatMap((exit) => {
        const outcome = sequence(statement.finally, [exit.state]);
        return [...outcome.next.map((state) => ({ ...exit, state })), ...outcome.exits.filter((inner) => inner.kind !== 'throw')];
      });
      exits = distinctExits(leaving);
      return { next: last.next, exits: [...exits, ...last.exits] };
    }

    function withStep(statement: Statement & { kind: 'with' }, states: State[]): Outcome {
      const [item] = statement.items;
      if (!item) return sequence(statement.body, states);
      const entered = enter(item.value, item.at, statement.asynchronous);
      const entry = item.value.kind === 'call' ? positionKey(item.value.at) : undefined;
      const guards = new Set<Held>();
      const inside: State[] = [];
      for (const state of states) {
        // `using guard = await lock.acquire()`: taken by the call, given back by the scope.
        const token = entry === undefined ? undefined : state.held.find((held) => held.how === 'token' && positionKey(held.at) === entry);
        if (token) {
          guards.add(token);
          returned.add(token.at);
        }
        const { now, taken } = goInto(entered, item.at, state);
        for (const held of taken) guards.add(held);
        inside.push(now);
      }
      // What is entered later through a stack is left together with the stack.
      const stack = locks.made(item.value, node)?.made.makes === 'stack';
      if (stack) stacks.push(guards);
      const outcome = sequence(statement.body, inside);
      if (stack) stacks.pop();
      // Given back and taken again inside, it is the later acquisition that ends here.
      const leave = (state: State): State => [...guards].reduce((now, held) => without(now, now.held.includes(held) ? held : (findHeld(now, held.lock) ?? held)), state);
      for (const call of entered.exits) for (const state of outcome.next) note({ kind: 'call', target: call, held: leave(state).held, at: item.at, text: call.function.qualified });
      return { next: thin(outcome.next.map(leave)), exits: distinctExits(outcome.exits.map((exit) => ({ ...exit, state: leave(exit.state) }))) };
    }

    /** Takes what entering takes; answers what is held from then on. */
    function goInto(entered: Entered, at: Range, state: State): { now: State; taken: Held[] } {
      const taken: Held[] = [];
      let now = state;
      const hold = (held: Held): void => {
        now = withHeld(now, held);
        taken.push(held);
      };
      for (const call of entered.calls) {
        note({ kind: 'call', target: call.target, held: now.held, at, text: call.text });
        for (const held of call.leaves) hold(held);
      }
      for (const held of entered.locks) {
        note({ kind: 'acquire', lock: held.lock, held: now.held, at: held.at, waits: entered.waits && !held.lock.kind.impatient, shared: held.shared, ...(held.ordered ? { ordered: held.ordered } : {}) });
        hold(held);
      }
      return { now, taken };
    }

    /** `stack.enter_context(lock)`: it is held until the stack is left; of a stack that is not left here nobody knows when. */
    function enteredLater(call: Call, state: State): State {
      const value = call.arguments[0]?.value;
      if (!value) return state;
      const { now, taken } = goInto(enter(value, call.at, call.awaited === true), call.at, state);
      const stack = stacks[stacks.length - 1];
      for (const held of taken) stack?.add(held);
      return stack ? now : state;
    }

    const enter = (value: Value, at: Range, asynchronous: boolean): Entered => entering(node, value, at, asynchronous);
    const fromCallee = (held: readonly Held[], target: Target, at: Range, text: string): Held[] => entering.fromCallee(node, held, target, at, text);

    function callStep(call: Call, text: string, states: State[]): Outcome {
      const effects = calls.effects(call, node);
      const exits: Exit[] = [];
      const next: State[] = [];
      const last = lastOf(call);
      const does = effects.operation?.does;
      for (const state of states) {
        const token = call.callee.kind === 'name' ? state.tokens.get(call.callee.name) : undefined;
        if (token) {
          note({ kind: 'release', lock: token.lock, matched: true, held: state.held, at: call.at });
          next.push(givenBack(state, token));
          continue;
        }
        const handle = handles.givenBack(state, call);
        if (handle) {
          note({ kind: 'release', lock: handle.lock, matched: true, held: state.held, at: call.at });
          const now = givenBack(state, handle);
          next.push(does?.does === 'release' && effects.operation?.lock ? released(effects.operation.lock, call.at, now) : now);
          continue;
        }
        const after = applied(call, text, effects, handedOn(call, state));
        const failing = does?.does === 'call' && does.first === true ? after : [state];
        if (mayThrow(last, does, calm)) exits.push(...failing.map((failed): Exit => ({ kind: 'throw', state: handles.thrown(failed, last), at: call.at })));
        next.push(...after.map((now) => handles.called(now, call, effects.unknown && (!does || effects.operation?.lock?.open === true))));
      }
      return { next: thin(next), exits: distinctExits(exits) };
    }

    /** A release function that is passed on is somebody else's duty. */
    function handedOn(call: Call, state: State): State {
      if (state.tokens.size === 0) return state;
      const gone = call.arguments.flatMap((given: Argument) => (given.value.kind === 'name' ? [state.tokens.get(given.value.name)] : [])).filter((held) => held !== undefined);
      gone.forEach((held) => handed.add(positionKey(held.at)));
      return gone.length === 0 ? state : { ...state, held: state.held.filter((held) => !gone.includes(held)) };
    }

    function applied(call: Call, text: string, effects: Effects, state: State): State[] {
      const { operation } = effects;
      const { at } = call;
      if (operation) {
        const does = operation.does;
        if (does.does === 'acquire' && operation.lock) return acquired(call, does, operation.lock, state);
        if (does.does === 'release' && operation.lock) return [released(operation.lock, at, state)];
        if (does.does === 'run') return [ran(call, effects, state)];
        if (does.does === 'enter') return [enteredLater(call, state)];
        note({ kind: 'operation', does, held: state.held, at, call, text, inLoop: loops.length > 0, ...(asksAgain(loops[loops.length - 1], call) ? { again: true as const } : {}), ...(operation.lock ? { lock: operation.lock } : {}), ...(operation.subject ? { subject: operation.subject } : {}), ...(operation.thing ? { thing: operation.thing } : {}) });
      }
      if (effects.parameter) note({ kind: 'invoke', ...effects.parameter, held: state.held, at, text });
      else if (effects.unknown && (state.held.length > 0 || foreign(call.callee, node) !== undefined)) note({ kind: 'unknown-call', callee: call.callee, call, held: state.held, at, text });
      return [called(effects.targets, state, at, text)];
    }

    function called(targets: readonly Target[], state: State, at: Range, text: string): State {
      let now = state;
      for (const target of targets) {
        note({ kind: 'call', target, held: state.held, at, text: target.function.qualified });
        if (target.function === node) continue;
        const inner = outside(target.function);
        // What only one of several candidates does is not certain.
        if (targets.length > 1) continue;
        for (const lock of inner.gives) {
          const mine = lockFromCaller(lock, target, node, locks);
          const held = mine && findHeld(now, mine);
          if (held) now = givenBack(now, held);
        }
        for (const held of fromCallee(inner.leaves, target, at, text)) now = withHeld(now, { ...held, how: 'call' });
      }
      return now;
    }

    function givenBack(state: State, held: Held): State {
      returned.add(held.at);
      if (held.captured) gives.set(objectKey(held.lock), held.lock);
      return { ...without(state, held), freed: new Set([...state.freed, held.at]) };
    }

    function acquired(call: Call, operation: Operation & { does: 'acquire' }, lock: Lock, state: State): State[] {
      const { at } = call;
      const { conditional, shared } = terms(call, operation);
      note({ kind: 'acquire', lock, held: state.held, at, waits: !conditional && !lock.kind.impatient, shared });
      const held: Held = { lock, at, via: [], how: operation.token ? 'token' : 'call', shared, ...(operation.token ? { escaped: true } : {}) };
      if (!conditional || operation.token) return [assume(withHeld(state, held), callKey(at), true)];
      return [assume(withHeld(state, held), callKey(at), true), assume(state, callKey(at), false)];
    }

    function released(lock: Lock, at: Range, state: State): State {
      const held = findHeld(state, lock);
      note({ kind: 'release', lock, matched: held !== undefined, held: state.held, at });
      if (held?.how === 'token' && !lock.open) byMethod.add(held.at);
      if (held) return givenBack(state, held);
      // Only where no way here holds it: on another way the release belongs to that acquisition.
      gives.set(objectKey(lock), lock);
      return state;
    }

    /** Takes a lock, runs a function, gives the lock back. */
    function ran(call: Call, effects: Effects, state: State): State {
      const lock = effects.operation?.lock;
      if (!lock) return called(effects.targets, state, call.at, 'the callback');
      const shared = lock.kind.shared === true;
      note({ kind: 'acquire', lock, held: state.held, at: call.at, waits: !lock.kind.impatient, shared });
      const inside = withHeld(state, { lock, at: call.at, via: [], how: 'scope', shared });
      for (const target of effects.targets) note({ kind: 'call', target, held: inside.held, at: call.at, text: target.function.qualified });
      const given = effects.operation?.does.does === 'run' ? argumentAt(call, effects.operation.does.callback) : undefined;
      if (given?.value.kind === 'name') {
        const index = node.facts.parameters.findIndex((parameter) => given.value.kind === 'name' && parameter.name === given.value.name);
        if (index >= 0) note({ kind: 'invoke', function: node, index, held: inside.held, at: call.at, text: given.value.name });
      }
      return state;
    }

    const start = around(node).reduce((state, held) => {
      note({ kind: 'acquire', lock: held.lock, held: state.held, at: held.at, waits: true, shared: false });
      return withHeld(state, held);
    }, emptyState);
    const tokens = capturedTokens(node, calls);
    const begin: State = tokens.size === 0 ? start : { ...start, held: [...start.held, ...tokens.values()], tokens };
    const outcome = sequence(node.facts.body, [begin]);
    const ends: Exit[] = [...outcome.exits, ...outcome.next.map((state): Exit => ({ kind: 'end', state, at: lastLine(node) }))];
    if (!remembered && (mixed || gives.size > 0 || ends.some(({ state }) => state !== emptyState) || [...events.values()].some(({ kind }) => kind === 'acquire' || kind === 'release'))) return undefined;
    const leaving = ends.filter((exit) => exit.kind === 'return' || exit.kind === 'end').map((exit) => exit.state);
    return {
      function: node,
      events: [...events.values()],
      leaves: commonHeld(leaving).filter((held) => !begin.held.includes(held) && held.handle === undefined),
      gives: [...gives.entries()].filter(([key]) => ![...events.values()].some((event) => event.kind === 'acquire' && objectKey(event.lock) === key)).map(([, lock]) => lock),
      yields: commonHeld(yields).filter((held) => held.handle === undefined),
      leaks: leaksOf(ends, byMethod).filter((leak) => leak.exit.kind !== 'throw' || !handed.has(positionKey(leak.held.at))),
      returned: returned.size > 0 ? returned : noRanges,
      freed: leaving.some(({ freed }) => freed.size > 0) ? new Set(leaving.flatMap((state) => [...state.freed])) : noRanges,
    };
  }

  return { behaviour, walks: () => walks };
}
