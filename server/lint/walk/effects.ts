// What a call does: which functions it runs with which arguments, and what a library does there.
import { isTold } from '../values/foreign-call.js';
import { exact } from '../kept/exact.js';
import type { Call, Value } from '../facts/facts.js';
import type { Operation } from '../facts/library.js';
import { argumentAt } from '../values/argument-at.js';
import { placeKey, type Lock, type Locks } from '../values/locks.js';
import { attributeOf, itemOf } from '../program/made-values.js';
import type { Memory } from '../kept/memory.js';
import { lookup, type ClassNode, type FunctionNode, type Program } from '../program/program.js';
import { sameEffects } from './same-behaviour.js';
import { enclosingClass, type Type, type Types } from '../values/value-types.js';

/** A function that a call runs. */
export interface Target {
  function: FunctionNode;
  /** What the function's parameter is, in the caller's words. */
  argument(index: number): Value | undefined;
  /** All that decides about the arguments. */
  how: 'call' | 'generator' | 'decorator';
  call: Call | undefined;
  bound: boolean;
  self: Value | undefined;
  /** The class of the object, as far as it is known; the object may be of one below it. */
  receiver?: ClassNode;
  /** Other objects of the class have another method of that name. */
  virtual?: true;
}

/** Parameters by which a caller says that it does not want to wait. */
const waitNames = /^(block|blocking|wait)$/;

/** Whether the call says that it does not want to wait: `put(item, block=False)`. */
export const refusesToWait = ({ function: { head }, argument }: Target): boolean =>
  head.parameters.some(({ name }, index) => {
    if (!waitNames.test(name)) return false;
    const given = argument(index);
    return given?.kind === 'constant' && /^(False|false|0)$/.test(given.text);
  });

export interface Effects {
  targets: Target[];
  /** Functions that run in another thread or later. */
  spawned: FunctionNode[];
  operation?: { does: Operation; subject?: Value; lock?: Lock; thing?: string };
  /** The called value is a parameter of this function or of one around it. */
  parameter?: { function: FunctionNode; index: number };
  /** Nothing is known about what is called. */
  unknown: boolean;
}

export interface Calls {
  effects(call: Call, scope: FunctionNode): Effects;
  /** The functions that a value may be. */
  functions(value: Value, scope: FunctionNode): Target[];
  /** A method of the object that a value is, bound to it. */
  bound(value: Value, scope: FunctionNode, names: readonly string[]): Target | undefined;
}

/** Of an object of somebody else, and of the own one, about which callers know more. */
const overrideLimit = 3;
const ownOverrideLimit = 16;

export function createCalls(program: Program, types: Types, locks: Locks, memory: Memory): Calls {
  const effects = memory.ask<Call, FunctionNode, Effects>({ store: memory.byKey(), compute, provisional: () => ({ targets: [], spawned: [], unknown: false }), same: sameEffects });

  function compute(call: Call, scope: FunctionNode): Effects {
    const found: Effects = { targets: [], spawned: [], unknown: false };
    // An annotation of a library that nothing is known about, such as Callable, says no more than none.
    const callees = types.of(call.callee, scope).filter((type) => (type.kind !== 'made' && type.kind !== 'method') || program.thing(type.name) !== undefined);
    for (const type of callees) addType(found, type, call, scope);
    if (callees.length === 0) {
      found.unknown = true;
      guess(found, call, scope);
    }
    if (isTold(call.callee, scope)) found.unknown = true;
    const turn = call.turn && turnLock(call.turn, scope);
    if (turn) found.operation = { does: { does: 'run', callback: { position: 0 } }, lock: turn };
    const { operation } = found;
    if (operation?.does.does === 'call' || operation?.does.does === 'spawn' || operation?.does.does === 'run') {
      const given = argumentAt(call, operation.does.callback);
      const run = given ? functions(given.value, scope) : [];
      const later = operation.does.does === 'spawn' || (operation.does.does === 'call' && operation.does.awaited === true && !call.awaited);
      if (later) found.spawned.push(...run.map((target) => target.function));
      else found.targets.push(...run);
    }
    found.targets = exact(found.targets);
    return found;
  }

  function addType(found: Effects, type: Type, call: Call, scope: FunctionNode): void {
    switch (type.kind) {
      case 'function': {
        const { file, qualified, head } = type.function;
        const counted = program.counted(file, qualified);
        if (counted !== undefined) {
          const does = program.thing(counted)?.does;
          if (does) found.operation = { does, thing: counted };
          return;
        }
        if (head.generator) return;
        if (head.asynchronous && !call.awaited) found.spawned.push(type.function);
        else found.targets.push(...withOverrides(type, call, scope));
        return;
      }
      case 'class': {
        if (program.counted(type.class.file, type.class.current.qualified) !== undefined) return;
        const maker = constructorOf(type.class);
        if (maker) found.targets.push(target(maker, call, true, undefined));
        return;
      }
      case 'library': {
        const thing = program.thing(type.name);
        if (thing?.does) {
          const lock = thing.does.does === 'run' ? namedLock(thing.does, type.name, call, scope) : undefined;
          found.operation = { does: thing.does, thing: type.name, ...(lock ? { lock } : {}) };
        }
        else if (thing?.made && (thing.made.makes === 'thread' || thing.made.makes === 'process')) {
          const run = argumentAt(call, thing.made.target);
          if (run) found.operation = { does: { does: 'spawn', callback: thing.made.target, in: thing.made.makes }, thing: type.name };
        } else if (!thing) found.unknown = true;
        return;
      }
      case 'method': {
        const does = program.thing(type.name)?.methods;
        const operation = does && Object.hasOwn(does, type.method) ? does[type.method] : undefined;
        if (!operation) return;
        const whole = locks.of(type.receiver, type.scope);
        const lock = whole && operation.does === 'run' && operation.named ? keyed(whole, argumentAt(call, operation.named)?.value, scope) : whole;
        found.operation = { does: operation, subject: type.receiver, thing: type.name, ...(lock ? { lock } : {}) };
        return;
      }
      case 'instance': {
        const method = types.method(type.class, '__call__');
        if (method) found.targets.push(target(method, call, true, call.callee));
        // A protocol says how it is called, and not what it does.
        if (method && types.libraryBases(type.class).some((base) => base.endsWith('.Protocol'))) found.unknown = true;
        return;
      }
      case 'module':
      case 'made':
      case 'container':
        return;
      default:
        return type satisfies never;
    }
  }

  /** Whoever waits for its turn waits for a lock, which has the name of the promise. */
  function turnLock(tail: Value, scope: FunctionNode): Lock | undefined {
    const named = locks.declaration(tail, scope);
    const place = locks.place(tail, scope);
    return named && place && { ...named, place, kind: { reentrant: false, asynchronous: true, exclusive: true, semaphore: false, condition: false }, open: false };
  }

  /** The lock of one key. Which key another expression is, nobody knows: it is one of them. */
  function keyed({ place, ...whole }: Lock, key: Value | undefined, scope: FunctionNode): Lock {
    const text = key && constantText(key, scope);
    const part = text === undefined ? '[]' : `[${text.replace(/^["'`]|["'`]$/g, '')}]`;
    return { ...whole, declaration: `${whole.declaration}${part}`, name: `${whole.name}${part}`, ...(place && text !== undefined ? { place: { ...place, path: [...place.path, part] } } : {}) };
  }

  /** A lock that everybody knows by the same text. What its options say may keep it from waiting. */
  function namedLock(does: Operation & { does: 'run' }, thing: string, call: Call, scope: FunctionNode): Lock | undefined {
    const name = argumentAt(call, does.named)?.value;
    if (!name) return undefined;
    const text = constantText(name, scope);
    const where = locks.place(name, scope);
    const options = call.arguments.length > 2 ? argumentAt(call, does.options)?.value : undefined;
    const option = (key: string): Value | undefined => (options?.kind === 'object' ? options.entries.find(([entry]) => entry === key)?.[1] : undefined);
    const given = (key: string): boolean => option(key) !== undefined && !isConstant(option(key), /^(false|undefined|null)$/);
    const kind = {
      reentrant: false,
      asynchronous: true,
      exclusive: true,
      semaphore: false,
      condition: false,
      ...(isConstant(option('mode'), /^["'`]shared/) ? { shared: true as const } : {}),
      ...(given('ifAvailable') || given('signal') || given('steal') || (options !== undefined && options.kind !== 'object') ? { impatient: true as const } : {}),
    };
    if (text !== undefined) return { declaration: `${thing} ${text}`, name: text.replace(/^["'`]|["'`]$/g, ''), place: { root: { kind: 'global', file: thing, name: text }, path: [] }, kind, open: false };
    return where ? { declaration: `${thing} ${placeKey(where)}`, name: where.path[where.path.length - 1] ?? 'lock', place: where, kind, open: false } : undefined;
  }

  /** The text of a constant, also through a name that is assigned once. */
  function constantText(value: Value, scope: FunctionNode): string | undefined {
    if (value.kind === 'constant') return value.text;
    const binding = value.kind === 'name' ? lookup(scope, value.name)[0] : undefined;
    if (binding?.kind === 'import') {
      const target = types.imported(binding);
      const top = target?.file.functions[0];
      return top && target.name !== undefined ? constantText({ kind: 'name', name: target.name }, top) : undefined;
    }
    if (binding?.kind !== 'local') return undefined;
    const assigned = binding.function.assignedTo(binding.name);
    const only = assigned.length === 1 ? assigned[0]?.value : undefined;
    return only?.kind === 'constant' ? only.text : undefined;
  }

  const isConstant = (value: Value | undefined, pattern: RegExp): boolean => value?.kind === 'constant' && pattern.test(value.text);

  function constructorOf(node: ClassNode): FunctionNode | undefined {
    return types.method(node, '__init__') ?? types.method(node, 'constructor');
  }

  /** A method of an unknown object may be a lock's; a parameter that is called may be anything. */
  function guess(found: Effects, call: Call, scope: FunctionNode): void {
    const { callee } = call;
    if (callee.kind === 'attribute') {
      const { of } = callee;
      const receiver = of.kind === 'name' || of.kind === 'attribute' ? of.name : '';
      const hint = scope.file.language.library.hints.find((item) => item.method === callee.name && item.receiver.test(receiver));
      if (hint) found.operation = { does: hint.does, subject: of };
      const operation = program.guess(scope.file, callee.name);
      if (!operation) return;
      if (operation.does === 'call') {
        found.operation = { does: operation };
        return;
      }
      const lock = types.of(callee.of, scope).length === 0 ? locks.of(callee.of, scope) : undefined;
      if (lock) found.operation = { does: operation, subject: callee.of, lock };
    } else if (callee.kind === 'name') {
      const binding = lookup(scope, callee.name)[0];
      if (binding?.kind === 'parameter') found.parameter = { function: binding.function, index: binding.index };
    }
  }

  function withOverrides(type: Type & { kind: 'function' }, call: Call, scope: FunctionNode): Target[] {
    const method = type.function;
    const bound = type.self !== undefined && method.head.self !== undefined;
    // `super().method()` means that one method; through any other object a subclass may have its own.
    const direct = type.self?.kind === 'call' && type.self.callee.kind === 'name' && type.self.callee.name === 'super';
    if (!type.selfClass || direct) return [target(method, call, bound, type.self, direct ? enclosingClass(scope) : undefined)];
    const own = type.self?.kind === 'name' && type.self.name === scope.head.self;
    const overrides = types.subclasses(type.selfClass).flatMap((below) => {
      const override = below.method(method.name);
      return override ? [target(override, call, bound, type.self, below)] : [];
    });
    const all = [target(method, call, bound, type.self, type.selfClass), ...overrides.slice(0, own ? ownOverrideLimit : overrideLimit)];
    return all.length > 1 ? all.map((each) => ({ ...each, virtual: true })) : all;
  }

  function target(node: FunctionNode, call: Call | undefined, bound: boolean, self: Value | undefined, receiver?: ClassNode): Target {
    const found: Target = {
      function: node,
      how: 'call',
      call,
      bound,
      self,
      argument(index) {
        if (bound && index === 0) return self;
        const parameter = node.head.parameters[index];
        if (!call || !parameter || parameter.rest) return undefined;
        const place = parameter.keyword ? { name: parameter.name } : { position: bound ? index - 1 : index, name: parameter.name };
        return argumentAt(call, place)?.value;
      },
    };
    if (receiver) found.receiver = receiver;
    return found;
  }

  function functions(value: Value, scope: FunctionNode): Target[] {
    return types.of(value, scope).flatMap((type) => (type.kind === 'function' && !type.function.head.generator ? [target(type.function, undefined, type.self !== undefined, type.self, type.selfClass)] : []));
  }

  function bound(value: Value, scope: FunctionNode, names: readonly string[]): Target | undefined {
    for (const type of types.of(value, scope)) {
      if (type.kind !== 'instance') continue;
      for (const name of names) {
        const method = types.method(type.class, name);
        if (method) return target(method, undefined, true, value);
      }
    }
    return undefined;
  }

  return { effects, functions, bound };
}

/** The same lock, seen from a caller; nothing where the caller hands in something that is no lock. */
export function lockFromCaller(lock: Lock, target: Target, scope: FunctionNode, locks: Locks): Lock | undefined {
  const { place } = lock;
  // What a function makes for itself is new in every call.
  if (place?.root.kind === 'local' && place.root.function === target.function) return undefined;
  if (!place || place.root.kind !== 'parameter' || place.root.function !== target.function) return lock;
  const given = target.argument(place.root.index);
  if (!given) {
    if (lock.open) return undefined;
    const { place: _, ...rest } = lock;
    return rest;
  }
  const value = place.path.reduce<Value>((of, name) => (name.startsWith('[') ? itemOf(of, name.slice(1, -1)) : attributeOf(of, name)), given);
  if (lock.open) return locks.of(value, scope);
  const { place: _, ...rest } = lock;
  const moved = locks.place(value, scope);
  return moved ? { ...rest, place: moved } : rest;
}
