// Which lock a value is. Two answers: the declaration, which is what orders are compared by, and the exact object as seen from a function.
import type { Call, Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Made } from '../facts/library.js';
import { byName, type Memory } from '../kept/memory.js';
import { sameItems } from '../kept/same.js';
import { sameLock, samePlace } from './same-values.js';
import { argumentAt } from './argument-at.js';
import { asItem } from './keyed.js';
import { constructorParameter, handedIn, type HandedIn } from './handed-in.js';
import { kindOf, type LockKind } from './lock-kind.js';
import { nameValue } from '../program/made-values.js';
import { madeAt } from './made-at.js';
import { moved, placeKey, type Place } from './place.js';
import { lookup, type ClassNode, type FileNode, type FunctionNode, type Program } from '../program/program.js';
import type { Type, Types } from './value-types.js';

export type { LockKind } from './lock-kind.js';
export { placeKey, type Place, type Root } from './place.js';

export interface Lock {
  /** The declaration. Equal for all objects of a class. */
  declaration: string;
  /** As the source calls it: `ledger_lock`, `Account.lock`. */
  name: string;
  /** A live range: it moves with the text above it. */
  declared?: Declared;
  /** Missing where the object cannot be told, as in a container with unknown keys. */
  place?: Place;
  kind: LockKind;
  /** A parameter of unknown type: a lock only if a caller hands one in. */
  open: boolean;
}

export interface Declared {
  file: string;
  at: Range;
}

export interface Locks {
  of(value: Value, scope: FunctionNode): Lock | undefined;
  place(value: Value, scope: FunctionNode): Place | undefined;
  /** The declaration of anything that has a name, such as a queue or an event. */
  declaration(value: Value, scope: FunctionNode): { declaration: string; name: string } | undefined;
  /** Follows local names and simple aliases to what they stand for. */
  made(value: Value, scope: FunctionNode): { type: Type & { kind: 'made' }; made: Made } | undefined;
}

/** The same lock, at the place where it is seen from. */
const placed = ({ place: _, ...rest }: Lock, seen: Place | undefined): Lock => (seen ? { ...rest, place: seen } : rest);

export function createLocks(program: Program, types: Types, memory: Memory): Locks {
  const known = memory.ask<Value, FunctionNode, { lock: Lock | undefined }>({
    store: memory.byKey(),
    compute: ofValue,
    provisional: () => ({ lock: undefined }),
    same: (a, b) => sameLock(a.lock, b.lock),
  });
  const places = memory.ask<Value, FunctionNode, { place: Place | undefined }>({
    store: memory.byKey(),
    compute: (value, scope) => ({ place: computePlace(value, scope) }),
    provisional: () => ({ place: undefined }),
    same: (a, b) => samePlace(a.place, b.place),
  });
  /** The classes of a file with an attribute of that name. */
  const owners = memory.ask<string, FileNode, readonly ClassNode[]>({
    store: byName(),
    compute(name, file) {
      file.classList.read();
      return file.classes.filter((node) => node.attributeNames.includes(name));
    },
    provisional: () => [],
    same: sameItems,
  });
  let depth = 0;
  const handing = new Set<FunctionNode>();

  function made(value: Value, scope: FunctionNode): { type: Type & { kind: 'made' }; made: Made } | undefined {
    let best: { type: Type & { kind: 'made' }; made: Made } | undefined;
    for (const type of types.of(value, scope)) {
      const thing = type.kind === 'made' ? program.thing(type.name)?.made : undefined;
      if (!thing || type.kind !== 'made') continue;
      // Of several answers the one that gives fewer warnings counts.
      if (!best || (thing.makes === 'lock' && thing.reentrant) || (type.call && !best.type.call)) best = { type, made: thing };
    }
    return best;
  }

  const of = (value: Value, scope: FunctionNode): Lock | undefined => known(value, scope).lock;

  function ofValue(value: Value, scope: FunctionNode): { lock: Lock | undefined } {
    if (depth > 10) return { lock: undefined };
    depth++;
    try {
      return { lock: compute(value, scope) };
    } finally {
      depth--;
    }
  }

  function compute(value: Value, scope: FunctionNode): Lock | undefined {
    const handed = value.kind === 'attribute' ? handedLock(value, scope) : undefined;
    if (handed) return handed;
    if (value.kind === 'call') {
      const wrapped = sameAs(value, scope);
      const inner = wrapped && of(wrapped, scope);
      if (inner) return made(value, scope)?.type.timed ? { ...inner, kind: { ...inner.kind, impatient: true } } : inner;
    }
    const found = made(value, scope);
    if (!found) return openLock(value, scope);
    const basic = kindOf(found.made, found.type.call, found.type.scope, { of, made });
    if (!basic) return undefined;
    const kind: LockKind = found.type.timed ? { ...basic, impatient: true } : basic;
    if (found.made.makes === 'condition' && found.type.call) {
      const given = argumentAt(found.type.call, found.made.lock);
      if (given && given.value.kind !== 'constant') {
        const inner = of(given.value, found.type.scope);
        if (inner) return rebased(inner, value, scope, found.type.scope);
      }
    }
    const where = place(value, scope);
    const named = describe(value, scope, where);
    if (!named) return undefined;
    return { ...named, ...(where ? { place: where } : {}), kind, open: false };
  }

  /** The lock inside `withTimeout(lock)` and the like. */
  function sameAs(call: Call, scope: FunctionNode): Value | undefined {
    for (const type of types.of(call.callee, scope)) {
      const thing = type.kind === 'library' ? program.thing(type.name)?.made : undefined;
      if (thing?.makes === 'same') return argumentAt(call, thing.as)?.value;
    }
    return undefined;
  }

  /** A lock found in the function that made a condition over it, as seen where the condition is used. */
  function rebased(inner: Lock, outer: Value, scope: FunctionNode, maker: FunctionNode): Lock {
    if (!inner.place || maker === scope) return inner;
    const target = aliased(outer, scope);
    const base = target.value.kind === 'attribute' ? place(target.value.of, target.scope) : undefined;
    const self = maker.head.self ? maker.head.parameters.findIndex((parameter) => parameter.name === maker.head.self) : -1;
    const seen = moved(inner.place, maker, (index) => (index === self ? base : undefined));
    return placed(inner, seen);
  }

  /** What the object was handed as its lock by whoever made it. */
  function handedLock(value: Value & { kind: 'attribute' }, scope: FunctionNode): Lock | undefined {
    for (const type of types.of(value.of, scope)) {
      const handed = type.kind === 'instance' ? handedIn(value, type.class, scope, types) : undefined;
      const inner = handed && of(handed.value, handed.in);
      if (!inner || inner.open) continue;
      const seen = inner.place && asHanded(inner.place, handed, scope);
      return placed(inner, seen);
    }
    return undefined;
  }

  /** What the maker of an object calls so, seen from where its holder is known. */
  function asHanded(inner: Place, { in: maker, holder }: HandedIn, scope: FunctionNode): Place | undefined {
    if (!holder) return inner;
    if (inner.root.kind === 'local' && inner.root.function === maker) return undefined;
    const self = maker.head.parameters.findIndex((parameter) => parameter.name === maker.head.self);
    return moved(inner, maker, (index) => (index === self ? place(holder, scope) : undefined));
  }

  /** Something handed in that nothing is known about. One class of this file with such a lock settles it. */
  function openLock(value: Value, scope: FunctionNode): Lock | undefined {
    const where = place(value, scope);
    if (!where || where.root.kind !== 'parameter') return undefined;
    if (types.of(value, scope).length > 0) return undefined;
    const last = where.path[where.path.length - 1];
    const kind: LockKind = { reentrant: false, asynchronous: false, exclusive: true, semaphore: false, condition: false };
    if (last !== undefined && value.kind === 'attribute' && types.of(value.of, scope).length === 0) {
      const all = owners(last, scope.file);
      const owner = all.length === 1 ? all[0] : undefined;
      const method = owner?.attribute(last)[0];
      if (owner && method) {
        const inner = of(method.assignment.target, method.in);
        if (inner && !inner.open) return { ...inner, place: where };
      }
    }
    const { head } = where.root.function;
    // An attribute of the object itself is one where the constructor was handed it under the name of one.
    if (head.self === head.parameters[where.root.index]?.name && where.path.length <= 1 && !(value.kind === 'attribute' && /lock|mutex|semaphore|cond(ition)?$/i.test(value.name) && isHanded(value, scope))) return undefined;
    const parameter = head.parameters[where.root.index]?.name ?? 'lock';
    return { declaration: `?${placeKey(where)}`, name: [parameter, ...where.path].join('.'), place: where, kind, open: true };
  }

  const isHanded = (value: Value & { kind: 'attribute' }, scope: FunctionNode): boolean =>
    types.of(value.of, scope).some((type) => type.kind === 'instance' && constructorParameter(type.class, value.name, types) !== undefined);

  /** Follows a local name that is assigned once. */
  function aliased(value: Value, scope: FunctionNode, depth = 0): { value: Value; scope: FunctionNode } {
    if (value.kind !== 'name' || depth > 8) return { value, scope };
    const binding = lookup(scope, value.name)[0];
    if (binding?.kind !== 'local') return { value, scope };
    const assigned = binding.function.assignedTo(binding.name).filter((item) => item.target.kind === 'name' && !(item.value.kind === 'constant'));
    const only = assigned.length === 1 ? assigned[0]?.value : undefined;
    return only && (only.kind === 'name' || only.kind === 'attribute' || asItem(only)) ? aliased(only, binding.function, depth + 1) : { value, scope };
  }

  function place(value: Value, scope: FunctionNode): Place | undefined {
    return places(value, scope).place;
  }

  function computePlace(value: Value, scope: FunctionNode): Place | undefined {
    switch (value.kind) {
      case 'name':
        return namePlace(value.name, scope);
      case 'attribute': {
        const { name } = value;
        for (const type of types.of(value.of, scope)) {
          if (type.kind === 'class') return { root: { kind: 'class', class: types.owner(type.class, name) ?? type.class }, path: [name] };
          if (type.kind === 'module') return { root: { kind: 'global', file: type.file.path, name }, path: [] };
          if (type.kind === 'instance') {
            const owner = types.owner(type.class, name);
            const shared = owner && owner.attribute(name).length === 0 && owner.field(name).some((item) => !item.perObject && !isField(item.value));
            if (owner && shared) return { root: { kind: 'class', class: owner }, path: [name] };
            const through = attributeAlias(value, scope, type.class, owner);
            if (through) return through;
            const handed = handedIn(value, type.class, scope, types);
            const inner = handed && place(handed.value, handed.in);
            const seen = inner && asHanded(inner, handed, scope);
            if (seen) return seen;
          }
        }
        const base = place(value.of, scope);
        return base && base.path.length < 6 ? { root: base.root, path: [...base.path, name] } : undefined;
      }
      case 'item': {
        const listed = value.of.kind === 'list' && value.key !== undefined ? value.of.items[Number(value.key)] : undefined;
        if (listed) return place(listed, scope);
        const base = place(value.of, scope);
        return base && value.key !== undefined ? { root: base.root, path: [...base.path, `[${value.key}]`] } : undefined;
      }
      case 'call':
        return callPlace(value, scope);
      case 'either': {
        const all = value.values.map((item) => place(item, scope)).filter((item) => item !== undefined);
        const first = all[0];
        return first && all.every((item) => placeKey(item) === placeKey(first)) ? first : undefined;
      }
      case 'function':
      case 'list':
      case 'object':
      case 'constant':
      case 'unknown':
        return undefined;
      default:
        return value satisfies never;
    }
  }

  const isField = (value: Value): boolean => value.kind === 'call' && (value.callee.kind === 'name' || value.callee.kind === 'attribute') && value.callee.name === 'field';

  function namePlace(name: string, scope: FunctionNode): Place | undefined {
    const binding = lookup(scope, name)[0];
    if (!binding) return undefined;
    switch (binding.kind) {
      case 'parameter':
        return { root: { kind: 'parameter', function: binding.function, index: binding.index }, path: [] };
      case 'local': {
        const target = aliased({ kind: 'name', name }, scope);
        if (target.value.kind !== 'name' || target.value.name !== name || target.scope !== scope) {
          const through = target.value.kind === 'name' && target.value.name === name ? undefined : place(target.value, target.scope);
          if (through) return through;
        }
        const calls = binding.function.assignedTo(name).map((item) => item.value).filter((item) => item.kind === 'call');
        const factory = calls.length === 1 && calls[0] ? place(calls[0], binding.function) : undefined;
        if (factory) return factory;
        if (binding.function.index === 0) return { root: { kind: 'global', file: binding.function.file.path, name }, path: [] };
        return { root: { kind: 'local', function: binding.function, name }, path: [] };
      }
      case 'import': {
        const target = types.imported(binding);
        if (!target?.name) return undefined;
        const top = target.file.functions[0];
        return top ? (place(nameValue(target.name, top), top) ?? { root: { kind: 'global', file: target.file.path, name: target.name }, path: [] }) : undefined;
      }
      case 'class':
        return { root: { kind: 'class', class: binding.node }, path: [] };
      case 'function':
        return undefined;
      default:
        return binding satisfies never;
    }
  }

  /** `self.lock = other.lock` and properties: what the attribute stands for, seen from this receiver. */
  function attributeAlias(value: Value & { kind: 'attribute' }, scope: FunctionNode, node: ClassNode, owner: ClassNode | undefined): Place | undefined {
    const method = types.method(node, value.name);
    const source: { value: Value; in: FunctionNode } | undefined =
      method?.head.role === 'property' && method.head.returns.length === 1 && method.head.returns[0]
        ? { value: method.head.returns[0], in: method }
        : (() => {
            const assigned = owner?.attribute(value.name) ?? [];
            const only = assigned.length === 1 ? assigned[0] : undefined;
            return only && (only.assignment.value.kind === 'attribute' || only.assignment.value.kind === 'name' || only.assignment.value.kind === 'call') ? { value: only.assignment.value, in: only.in } : undefined;
          })();
    if (!source) return undefined;
    const inner = place(source.value, source.in);
    if (!inner || (inner.root.kind === 'local' && inner.root.function === source.in)) return undefined;
    // A constructor's parameter is not known here: the attribute itself is then the place.
    const self = source.in.head.parameters.findIndex((parameter) => parameter.name === source.in.head.self);
    return moved(inner, source.in, (index) => (index === self ? place(value.of, scope) : undefined));
  }

  function callPlace(value: Call, scope: FunctionNode): Place | undefined {
    if (value.callee.kind === 'name' && value.callee.name === 'super') return scope.head.self === undefined ? undefined : namePlace(scope.head.self, scope);
    const wrapped = sameAs(value, scope);
    if (wrapped) return place(wrapped, scope);
    for (const type of types.of(value.callee, scope)) {
      if (type.kind !== 'function' || type.function.head.generator || type.function.head.returns.length !== 1) continue;
      const returned = type.function.head.returns[0];
      const inner = returned && place(returned, type.function);
      if (!inner || (inner.root.kind === 'local' && inner.root.function === type.function)) continue;
      const bound = type.self !== undefined && type.function.head.self !== undefined;
      return moved(inner, type.function, (index) => {
        if (bound && index === 0) return type.self && place(type.self, scope);
        const given = argumentAt(value, { position: bound ? index - 1 : index, ...nameAt(type.function, index) });
        return given && place(given.value, scope);
      });
    }
    return undefined;
  }

  const nameAt = (node: FunctionNode, index: number): { name?: string } => {
    const name = node.head.parameters[index]?.name;
    return name === undefined ? {} : { name };
  };

  /** The declaration of a lock: its class and attribute, its module and name, its function and name. */
  function describe(value: Value, scope: FunctionNode, where: Place | undefined): { declaration: string; name: string; declared?: Declared } | undefined {
    const target = aliased(value, scope);
    const item = asItem(target.value);
    if (item) {
      const whole = describe(item.of, target.scope, place(item.of, target.scope));
      const mark = item.key === undefined ? '[]' : `[${item.key}]`;
      if (whole || target.value === item) return whole && { ...whole, declaration: whole.declaration + mark, name: whole.name + mark };
    }
    if (target.value.kind === 'attribute') {
      for (const type of types.of(target.value.of, target.scope)) {
        if (type.kind !== 'instance' && type.kind !== 'class') continue;
        const { name } = target.value;
        const owner = types.owner(type.class, name);
        if (!owner) continue;
        const assigned = owner.attribute(name)[0];
        const field = owner.field(name)[0];
        const at = field?.at ?? (assigned ? rangeOf(assigned.assignment.value) : undefined);
        const through = where && !(where.path[where.path.length - 1] === name) ? byPlace(where) : undefined;
        if (through) return through;
        return { declaration: `${owner.key}.${name}`, name: `${owner.name}.${name}`, ...(at ? { declared: { file: owner.file.path, at } } : {}) };
      }
    }
    if (where) return byPlace(where);
    if (target.value.kind === 'call') {
      const callee = target.value.callee;
      const last = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : undefined;
      const returning = types.of(callee, target.scope).find((type) => type.kind === 'function');
      const kept = returning?.kind === 'function' ? keptBy(returning.function) : undefined;
      return kept ?? (returning?.kind === 'function' && last ? { declaration: `${returning.function.key}()`, name: `${returning.function.qualified}()` } : undefined);
    }
    return undefined;
  }

  /** A function that hands out locks from a container by key; it may call itself. */
  function keptBy(node: FunctionNode): ReturnType<typeof describe> {
    if (handing.has(node)) return undefined;
    handing.add(node);
    const all = node.head.returns.map((returned) => describe(returned, node, place(returned, node)));
    handing.delete(node);
    return all[0]?.declaration.endsWith('[]') && all.every((item) => item?.declaration === all[0]?.declaration) ? all[0] : undefined;
  }

  function byPlace(where: Place): { declaration: string; name: string; declared?: Declared } {
    const { root, path } = where;
    const tail = path.length > 0 ? `.${path.join('.')}` : '';
    switch (root.kind) {
      case 'global':
        return { declaration: placeKey(where), name: root.name + tail, ...(path.length === 0 ? madeAt(program, root.file, root.name) : {}) };
      case 'class': {
        const field = path[0] === undefined ? undefined : root.class.field(path[0])[0];
        return { declaration: placeKey(where), name: root.class.name + tail, ...(field ? { declared: { file: root.class.file.path, at: field.at } } : {}) };
      }
      case 'local':
        return { declaration: placeKey(where), name: root.name + tail };
      case 'parameter': {
        const name = root.function.head.parameters[root.index]?.name ?? '';
        const owner = root.function.class;
        return owner && name === root.function.head.self ? { declaration: `${owner.key}${tail}`, name: owner.name + tail } : { declaration: placeKey(where), name: name + tail };
      }
      default:
        return root satisfies never;
    }
  }

  const rangeOf = (value: Value) => (value.kind === 'call' ? value.at : undefined);

  return { of, place, made, declaration: (value, scope) => describe(value, scope, place(value, scope)) };
}
