// What a value is: an object of which class, a function, a module, something from a library. Follows names, attributes, calls and imports.
import { lookalikeOf } from '../program/lookalike.js';
import { createNamesakes } from '../program/by-name.js';
import { wholeModule, type Call, type Value } from '../facts/facts.js';
import { distinct } from './distinct-types.js';
import { createHierarchy } from '../program/hierarchy.js';
import { byName, type Memory } from '../kept/memory.js';
import { sameTypes } from './same-values.js';
import { instancesOf, takenOut } from './taken-out.js';
import { lookup, type Binding, type ClassNode, type FileNode, type FunctionNode, type Program } from '../program/program.js';

export type Type =
  | { kind: 'instance'; class: ClassNode }
  | { kind: 'class'; class: ClassNode }
  /** `self` where it is a method taken from an object. */
  | { kind: 'function'; function: FunctionNode; self?: Value; selfClass?: ClassNode }
  | { kind: 'module'; file: FileNode }
  /** A module, class or function of a library, by full name. */
  | { kind: 'library'; name: string }
  /** Made by calling the library's class `name`; `call` is missing where only the type is known. */
  | { kind: 'made'; name: string; call?: Call; scope: FunctionNode; timed?: true }
  | { kind: 'method'; name: string; method: string; receiver: Value; scope: FunctionNode }
  /** A container; `types` where the items are declared types and not values. */
  | { kind: 'container'; items: Value[]; scope: FunctionNode; types: boolean };

export interface Types {
  of(value: Value, scope: FunctionNode): Type[];
  ofBinding(binding: Binding, scope: FunctionNode): Type[];
  /** The class and its bases, nearest first. */
  lineage(node: ClassNode): readonly ClassNode[];
  method(node: ClassNode, name: string): FunctionNode | undefined;
  /** The class of the lineage that gives its objects the attribute. */
  owner(node: ClassNode, attribute: string): ClassNode | undefined;
  imported(binding: Binding & { kind: 'import' }): { file: FileNode; name?: string } | undefined;
  /** Library classes among the bases, such as threading.Thread. */
  libraryBases(node: ClassNode): string[];
  /** The classes below it, in the order of their keys. */
  subclasses(node: ClassNode): readonly ClassNode[];
  /** These classes have come or gone. */
  classesChanged(come: readonly ClassNode[], gone: readonly ClassNode[]): void;
  /** Brings the subclasses up to date, before anybody asks for what may have changed. */
  settle(): void;
}

const depthLimit = 40;

export function createTypes(program: Program, memory: Memory): Types {
  // While it is being worked out the answer is "nothing", which ends every recursion.
  const values = memory.ask<Value, FunctionNode, Type[]>({ store: memory.byKey(), compute: ofValue, provisional: () => [], same: sameTypes });
  const exports = memory.ask<string, FileNode, Type[]>({ store: byName(), compute: (name, file) => findExported(file, name), provisional: () => [], same: sameTypes });
  const hierarchy = createHierarchy(program, memory, lineageOf);
  const lineage = (node: ClassNode): readonly ClassNode[] => hierarchy.lineage(node);
  const namesakes = createNamesakes();
  let depth = 0;

  function of(value: Value, scope: FunctionNode): Type[] {
    if (value.kind === 'constant' || value.kind === 'unknown') return [];
    return values(value, scope);
  }

  function ofValue(value: Value, scope: FunctionNode): Type[] {
    if (depth > depthLimit) return [];
    depth++;
    try {
      return distinct(compute(value, scope));
    } finally {
      depth--;
    }
  }

  function compute(value: Value, scope: FunctionNode): Type[] {
    switch (value.kind) {
      case 'name': {
        const bindings = lookup(scope, value.name);
        if (bindings.length === 0) return starImported(scope.file, value.name) ?? builtin(scope, value.name);
        return bindings.flatMap((binding) => ofBinding(binding, scope));
      }
      case 'attribute':
        return of(value.of, scope).flatMap((type) => attribute(type, value, scope));
      case 'item':
        return of(value.of, scope).flatMap((type) => element(type, value.key));
      case 'call':
        return called(value, scope);
      case 'function': {
        const node = scope.file.functions[value.index];
        return node ? [{ kind: 'function', function: node }] : [];
      }
      case 'list':
        return [{ kind: 'container', items: value.items, scope, types: false }];
      case 'object':
        return [{ kind: 'container', items: value.entries.map(([, item]) => item), scope, types: false }];
      case 'either':
        return value.values.flatMap((item) => of(item, scope));
      case 'constant':
      case 'unknown':
        return [];
      default:
        return value satisfies never;
    }
  }

  function ofBinding(binding: Binding, scope: FunctionNode): Type[] {
    switch (binding.kind) {
      case 'parameter': {
        const { head, class: owner, parent } = binding.function;
        const parameter = head.parameters[binding.index];
        if (!parameter) return [];
        if (owner && head.self === parameter.name && binding.index === 0) return [{ kind: head.role === 'class-method' ? 'class' : 'instance', class: owner }];
        if (parameter.type) return instances(parameter.type, parent ?? binding.function);
        const usual = parameter.default ? of(parameter.default, parent ?? binding.function) : [];
        return usual.length > 0 || parameter.rest ? usual : instancesOf(namesakes.classes(parameter.name, binding.function.file));
      }
      case 'local': {
        const assigned = binding.function.assignedTo(binding.name);
        const found = assigned.flatMap(({ value, type }) => [...of(value, binding.function), ...(type ? instances(type, binding.function) : [])]);
        return found.length > 0 || !assigned.some(({ value }) => takenOut(value, binding.name)) ? found : instancesOf(namesakes.classes(binding.name, binding.function.file));
      }
      case 'function':
        return [{ kind: 'function', function: binding.node }];
      case 'class':
        return [{ kind: 'class', class: binding.node }];
      case 'import': {
        const target = imported(binding);
        if (target) return target.name === undefined ? [{ kind: 'module', file: target.file }, ...(target.file.exports.length > 0 ? exported(target.file, wholeModule) : [])] : exported(target.file, target.name);
        const { module, name } = binding.import;
        const library = scope.file.language.libraryName(module);
        return library === undefined ? [] : [{ kind: 'library', name: name === undefined ? library : `${library}.${name}` }];
      }
      default:
        return binding satisfies never;
    }
  }

  const builtin = (scope: FunctionNode, name: string): Type[] => {
    const full = `${scope.file.language.libraryName('')}${name}`;
    return program.thing(full) ? [{ kind: 'library', name: full }] : [];
  };

  function starImported(file: FileNode, name: string): Type[] | undefined {
    for (const item of file.importsOf('*')) {
      const target = program.moduleOf(file, item.module);
      const found = target ? exported(target, name) : [];
      if (found.length > 0) return found;
      const full = `${file.language.libraryName(item.module) ?? ''}.${name}`;
      if (!target && program.thing(full)) return [{ kind: 'library', name: full }];
    }
    return undefined;
  }

  function imported(binding: Binding & { kind: 'import' }): { file: FileNode; name?: string } | undefined {
    const { module, name } = binding.import;
    const file = program.moduleOf(binding.file, module);
    if (file && name === undefined) return { file };
    if (name !== undefined && name !== 'default') {
      // `from package import module` names a file, not something inside one.
      const inner = program.moduleOf(binding.file, /\.$/.test(module) ? `${module}${name}` : `${module}.${name}`);
      if (inner && !(file && topLevel(file, name))) return { file: inner };
    }
    return file && name !== undefined ? { file, name } : undefined;
  }

  const topLevel = (file: FileNode, name: string): boolean => {
    const named = file.functions[0]?.named(name);
    return named !== undefined && (named.local || named.function !== undefined || named.class !== undefined);
  };

  /** Files import from each other in circles: a name that is being looked for is not found by looking for it again. */
  function exported(file: FileNode, name: string): Type[] {
    return exports(name, file);
  }

  function findExported(file: FileNode, name: string): Type[] {
    const top = file.functions[0];
    if (!top) return [];
    for (const item of file.exports) {
      if (item.name !== name && item.name !== '*') continue;
      if (item.module !== undefined) {
        const target = program.moduleOf(file, item.module);
        const wanted = item.name === '*' ? name : item.from;
        const found = !target ? library(file, item.module, wanted) : wanted === undefined ? [{ kind: 'module' as const, file: target }] : exported(target, wanted);
        if (found.length > 0) return found;
      } else if (item.value) return of(item.value, top);
    }
    const bindings = lookup(top, name);
    return bindings.length > 0 ? bindings.flatMap((binding) => ofBinding(binding, top)) : (starImported(file, name) ?? []);
  }

  function library(file: FileNode, module: string, name: string | undefined): Type[] {
    const full = file.language.libraryName(module);
    return full === undefined ? [] : [{ kind: 'library', name: name === undefined ? full : `${full}.${name}` }];
  }

  /** Objects of a type that is written in the source. */
  function instances(type: Value, scope: FunctionNode): Type[] {
    if (type.kind === 'either') return type.values.flatMap((item) => instances(item, scope));
    if (type.kind === 'list') return [{ kind: 'container', items: type.items, scope, types: true }];
    return of(type, scope).flatMap((found): Type[] => {
      const counted = found.kind === 'class' ? (own(found.class) ?? lookalike(found.class)) : undefined;
      if (found.kind === 'class') return [counted === undefined ? { kind: 'instance', class: found.class } : { kind: 'made', name: counted, scope }];
      if (found.kind === 'library') return [{ kind: 'made', name: found.name, scope }];
      return [];
    });
  }

  function element(type: Type, key: string | undefined): Type[] {
    if (type.kind === 'container') {
      const at = key !== undefined && /^\d+$/.test(key) ? type.items[Number(key)] : undefined;
      return (at ? [at] : type.items).flatMap((item) => (type.types ? instances(item, type.scope) : of(item, type.scope)));
    }
    if (type.kind === 'made' && type.call) {
      const made = program.thing(type.name)?.made;
      if (made?.makes !== 'container') return [];
      const maker = made.element.name ? type.call.arguments.find((given) => given.name === made.element.name) : type.call.arguments[made.element.position ?? 0];
      return maker ? results(of(maker.value, type.scope), type.call, type.scope) : [];
    }
    return [];
  }

  function attribute(type: Type, value: Value & { kind: 'attribute' }, scope: FunctionNode): Type[] {
    const { name } = value;
    switch (type.kind) {
      case 'instance':
        return member(type.class, value, scope);
      case 'class': {
        for (const node of lineage(type.class)) {
          const nested = node.nested(name);
          if (nested) return [{ kind: 'class', class: nested }];
        }
        return member(type.class, value, scope).map((found) => (found.kind === 'function' && found.function.head.role !== 'class-method' ? { kind: 'function', function: found.function } : found));
      }
      case 'module': {
        const found = exported(type.file, name);
        if (found.length > 0) return found;
        // `import package` and then `package.module`.
        const inner = program.moduleOf(type.file, `.${name}`);
        return inner ? [{ kind: 'module', file: inner }] : [];
      }
      case 'library':
        return [{ kind: 'library', name: `${type.name}.${name}` }];
      case 'made':
        return [{ kind: 'method', name: type.name, method: name, receiver: value.of, scope }];
      case 'function':
      case 'method':
      case 'container':
        return [];
      default:
        return type satisfies never;
    }
  }

  function member(node: ClassNode, value: Value & { kind: 'attribute' }, scope: FunctionNode): Type[] {
    const { name } = value;
    for (const at of lineage(node)) {
      const method = at.method(name);
      if (method) {
        return method.head.role === 'property' ? returned(method) : [{ kind: 'function', function: method, self: value.of, selfClass: node }];
      }
      const found = [
        ...at.attribute(name).flatMap(({ assignment, in: method }) => [...of(assignment.value, method), ...(assignment.type ? instances(assignment.type, method) : [])]),
        ...at.field(name).flatMap((item) => {
          const made = of(item.value, at.within).flatMap((type) => (type.kind === 'made' && program.thing(type.name)?.made?.makes === 'container' && type.name.endsWith('.field') ? element(type, undefined) : [type]));
          return [...made, ...(item.type ? instances(item.type, at.within) : [])];
        }),
      ];
      if (found.length > 0) return found;
    }
    return libraryBases(node).map((base) => ({ kind: 'method', name: base, method: name, receiver: value.of, scope }));
  }

  function libraryBases(node: ClassNode): string[] {
    return lineage(node).flatMap((at) => at.bases.flatMap((base) => of(base, at.within).flatMap((type) => (type.kind === 'library' ? [type.name] : []))));
  }

  function called(value: Call, scope: FunctionNode): Type[] {
    const { callee } = value;
    if (callee.kind === 'name' && callee.name === 'super') {
      const owner = enclosingClass(scope);
      const bases = owner ? lineage(owner).slice(1) : [];
      const first = bases[0];
      if (first) return [{ kind: 'instance', class: first }];
      return owner ? libraryBases(owner).map((name) => ({ kind: 'made', name, scope })) : [];
    }
    if (callee.kind === 'attribute' && /^(get|pop|setdefault|popleft|next|values|items|copy|at|find)$/.test(callee.name)) {
      const containers = of(callee.of, scope).filter((type) => type.kind === 'container' || (type.kind === 'made' && program.thing(type.name)?.made?.makes === 'container'));
      if (containers.length > 0) {
        if (callee.name === 'values' || callee.name === 'copy') return containers;
        const fallback = value.arguments[1] ? of(value.arguments[1].value, scope) : [];
        return [...containers.flatMap((type) => element(type, undefined)), ...fallback];
      }
    }
    const callees = of(callee, scope);
    const last = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
    const strange = callees.length === 0 ? callee.kind === 'attribute' : callees.every((type) => type.kind === 'library' && !program.thing(type.name));
    const maker = strange ? program.maker(scope.file, last) : undefined;
    if (maker) return [{ kind: 'made', name: maker, call: value, scope }];
    const found = results(callees, value, scope);
    const wrapped = callees.every((type) => type.kind === 'function') ? program.maker(scope.file, last) : undefined;
    // `Lock()` of a module of the project's own, which wraps the real one in an object that passes everything on.
    const passesOn = wrapped !== undefined && found.length > 0 && found.every((type) => type.kind === 'instance' && libraryBases(type.class).length > 0 && !Object.keys(program.thing(wrapped)?.methods ?? {}).some((name) => hasMethod(type.class, name)));
    return passesOn ? [{ kind: 'made', name: wrapped, call: value, scope }] : found;
  }

  const own = (node: ClassNode | FunctionNode): string | undefined => program.counted(node.file, node.current.qualified);
  const lookalike = (node: ClassNode): string | undefined => lookalikeOf(node, (method) => hasMethod(node, method));
  const hasMethod = (node: ClassNode, name: string): boolean => lineage(node).some((at) => at.method(name) !== undefined);

  function results(callees: Type[], call: Call, scope: FunctionNode): Type[] {
    return callees.flatMap((type): Type[] => {
      const counted = type.kind === 'class' ? own(type.class) : type.kind === 'function' ? own(type.function) : undefined;
      if (counted !== undefined) return program.thing(counted)?.made ? [{ kind: 'made', name: counted, call, scope }] : [];
      switch (type.kind) {
        case 'class': {
          const as = lookalike(type.class);
          return [as === undefined ? { kind: 'instance', class: type.class } : { kind: 'made', name: as, call, scope }];
        }
        case 'function':
          return type.function.head.generator ? [] : [...returned(type.function), ...handedThrough(type, call, scope)];
        case 'library': {
          const thing = program.thing(type.name);
          if (thing?.gives) return [{ kind: 'made', name: thing.gives, call, scope }];
          if (thing?.made?.makes === 'same') {
            const inner = thing.made.as.position === undefined ? undefined : call.arguments[thing.made.as.position];
            const timed = thing.made.timed;
            return inner ? of(inner.value, scope).map((found) => (timed && found.kind === 'made' ? { ...found, timed } : found)) : [];
          }
          return thing?.made ? [{ kind: 'made', name: type.name, call, scope }] : [];
        }
        case 'method': {
          const gives = program.thing(type.name)?.methodGives;
          const name = gives && Object.hasOwn(gives, type.method) ? gives[type.method] : undefined;
          return name ? [{ kind: 'made', name, call, scope }] : [];
        }
        case 'instance':
        case 'made':
        case 'module':
        case 'container':
          return [];
        default:
          return type satisfies never;
      }
    });
  }

  /** What a function returns that it was given. */
  function handedThrough(type: Type & { kind: 'function' }, call: Call, scope: FunctionNode): Type[] {
    const { parameters, returns, self } = type.function.head;
    const bound = self !== undefined && type.self !== undefined;
    return returns.flatMap((value) => {
      const index = value.kind === 'name' ? parameters.findIndex((parameter) => parameter.name === value.name && !typed(parameter.type, type.function)) : -1;
      const given = index < 0 || (bound && index === 0) ? undefined : call.arguments[bound ? index - 1 : index];
      return given && given.name === undefined && !given.spread ? of(given.value, scope) : [];
    });
  }

  /** A type variable says nothing. */
  const typed = (type: Value | undefined, node: FunctionNode): boolean => type !== undefined && instances(type, node.parent ?? node).length > 0;

  const returned = (node: FunctionNode): Type[] => [
    ...node.head.returns.flatMap((value) => of(value, node)),
    ...(node.head.returnType ? instances(node.head.returnType, node.parent ?? node) : []),
  ];

  function lineageOf(node: ClassNode): ClassNode[] {
    const all = [node];
    for (const base of node.bases) {
      for (const type of of(base, node.within)) {
        if (type.kind !== 'class') continue;
        for (const at of lineage(type.class)) if (!all.includes(at)) all.push(at);
      }
    }
    return all;
  }

  return {
    of,
    ofBinding,
    lineage,
    libraryBases,
    imported,
    method(node, name) {
      for (const at of lineage(node)) {
        const method = at.method(name);
        if (method) return method;
      }
      return undefined;
    },
    owner: (node, name) => lineage(node).find((at) => at.attribute(name).length > 0 || at.field(name).length > 0),
    subclasses: hierarchy.below,
    classesChanged(come, gone) {
      hierarchy.changed(come, gone);
      namesakes.changed(come, gone);
    },
    settle: () => [hierarchy, namesakes].forEach((each) => each.settle()),
  };
}

export function enclosingClass(scope: FunctionNode): ClassNode | undefined {
  for (let at: FunctionNode | undefined = scope; at; at = at.parent) if (at.class) return at.class;
  return undefined;
}
