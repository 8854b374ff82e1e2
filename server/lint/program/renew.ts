// Turns the facts of a file into nodes, and new facts of a known file into changes of its nodes: what is still there stays the same node, and those
// are told who have read what is different now.
import type { Assignment, FileFacts, FunctionFacts, Value } from '../facts/facts.js';
import type { Language } from '../languages/language.js';
import { ClassNode, emptyScope, FileNode, FunctionNode, withEntry, type Members, type Scope } from './node.js';
import { reuseClass, reuseFunction } from './reuse.js';
import type { Source } from '../kept/source.js';

export interface Renewed {
  /** Functions that were not there before, and those that are not there any more. */
  come: FunctionNode[];
  gone: FunctionNode[];
  /** Whether those that are still there stand in another order. */
  reordered: boolean;
  classesCome: ClassNode[];
  classesGone: ClassNode[];
}

export function createFileNode(facts: FileFacts, language: Language): FileNode {
  const file = new FileNode(facts, language);
  build(file, facts);
  return file;
}

/** Tells everybody whom the new facts can matter to. */
export function renewFileNode(file: FileNode, facts: FileFacts): Renewed {
  const before = file.functions;
  const [functions, classes] = [new Set(before), new Set(file.classes)];
  const changed = build(file, facts);
  const renewed: Renewed = {
    come: file.functions.filter((node) => !functions.delete(node)),
    gone: [...functions],
    reordered: false,
    classesCome: file.classes.filter((node) => !classes.delete(node)),
    classesGone: [...classes],
  };
  const [come, gone] = [new Set(renewed.come), new Set(renewed.gone)];
  renewed.reordered = !sameItems(before.filter((node) => !gone.has(node)), file.functions.filter((node) => !come.has(node)));
  for (const source of changed) source.changed();
  return renewed;
}

/** Answers what is different from before. */
function build(file: FileNode, facts: FileFacts): Set<Source> {
  const changed = new Set<Source>();
  const [oldFunctions, oldClasses] = [new Map(file.functions.map((node) => [node.key, node])), new Map(file.classes.map((node) => [node.key, node]))];
  const functionKeys = keys(facts.functions, (qualified, count) => `${file.path}#${qualified}~${count}`);
  const classKeys = keys(facts.classes, (qualified, count) => `${file.path}#${qualified}#${count}`);
  const functions = new Map<number, FunctionNode>();
  const classes = new Map<number, ClassNode>();

  function functionAt(index: number): FunctionNode | undefined {
    const known = functions.get(index);
    const own = facts.functions[index];
    const key = functionKeys[index];
    if (known || !own || key === undefined) return known;
    const parent = own.parent === undefined ? undefined : functionAt(own.parent);
    const owner = own.class === undefined ? undefined : classAt(own.class);
    const old = oldFunctions.get(key);
    const node = old && old.parent === parent && old.class === owner ? old : new FunctionNode(key, file, own, index, parent, owner);
    functions.set(index, node);
    return node;
  }

  function classAt(index: number): ClassNode | undefined {
    const known = classes.get(index);
    const own = facts.classes[index];
    const key = classKeys[index];
    if (known || !own || key === undefined) return known;
    const within = functionAt(own.parent) ?? functionAt(0);
    if (!within) return undefined;
    const old = oldClasses.get(key);
    const node = old && old.within === within ? old : new ClassNode(key, file, own, within);
    classes.set(index, node);
    return node;
  }

  const nodes = facts.functions.flatMap((_, index) => functionAt(index) ?? []);
  const classNodes = facts.classes.flatMap((_, index) => classAt(index) ?? []);
  const paired = (index: number): number | undefined => {
    const node = nodes[index];
    return node && oldFunctions.get(node.key) === node ? node.index : undefined;
  };
  const scopes = nodes.map((node, index) => {
    const now = facts.functions[index] ?? node.current;
    if (now !== node.current) reuseFunction(node.current, now, paired);
    return emptyScope(now.locals);
  });
  const members = classNodes.map((node, index): Members => {
    const now = facts.classes[index] ?? node.current;
    if (now !== node.current) reuseClass(node.current, now, paired);
    return { nested: new Map(), attributes: new Map() };
  });
  noteAssignments(nodes, classNodes, facts, scopes, members);
  for (const item of facts.declared) {
    const made = item.class === undefined ? undefined : classNodes[item.class];
    const functionNode = item.function === undefined ? undefined : nodes[item.function];
    const scope = scopes[item.in];
    if (made && item.in < 0) members[-1 - item.in]?.nested.set(item.name, made);
    else if (made && scope) scope.classes = withEntry(scope.classes, item.name, made);
    if (functionNode && scope) scope.functions = withEntry(scope.functions, item.name, functionNode);
  }
  const methods = new Map(classNodes.map((node, index) => [node, methodsOf(file.functions, node.current.methods, nodes, facts.classes[index]?.methods ?? {})]));
  nodes.forEach((node, index) => renewFunction(node, facts.functions[index] ?? node.current, scopes[index] ?? node.scope, index, changed));
  classNodes.forEach((node, index) => renewClass(node, facts.classes[index] ?? node.current, members[index] ?? node.members, methods.get(node) ?? (() => false), changed));
  renewFile(file, facts, nodes, classNodes, changed);
  return changed;
}

/** Functions and classes of one name are told apart by their order. */
function keys(all: readonly { qualified: string }[], key: (qualified: string, count: number) => string): string[] {
  const counts = new Map<string, number>();
  return all.map(({ qualified }) => {
    const count = counts.get(qualified) ?? 0;
    counts.set(qualified, count + 1);
    return key(qualified, count);
  });
}

function renewFunction(node: FunctionNode, now: FunctionFacts, scope: Scope, index: number, changed: Set<Source>): void {
  const { current: old, scope: before, sources } = node;
  node.current = now;
  node.scope = scope;
  node.index = index;
  if (old === now) return;
  const sameHead =
    old.parameters === now.parameters &&
    old.returns === now.returns &&
    old.decorators === now.decorators &&
    old.returnType === now.returnType &&
    old.self === now.self &&
    old.role === now.role &&
    old.asynchronous === now.asynchronous &&
    old.generator === now.generator &&
    old.private === now.private;
  const sameRest = old.body === now.body && old.assignments === now.assignments && old.locals === now.locals;
  if (!sameHead) changed.add(sources.head);
  if (!sameHead || !sameRest) changed.add(sources.whole);
  const parameter = (facts: FunctionFacts, name: string): number => facts.parameters.findIndex((each) => each.name === name);
  for (const source of sources.names.changedWhere(
    (name) =>
      parameter(old, name) !== parameter(now, name) ||
      before.functions.get(name) !== scope.functions.get(name) ||
      before.classes.get(name) !== scope.classes.get(name) ||
      before.locals.has(name) !== scope.locals.has(name) ||
      !sameItems(before.assigned.get(name), scope.assigned.get(name)),
  ))
    changed.add(source);
}

function renewClass(node: ClassNode, now: ClassNode['current'], members: Members, sameMethod: (name: string) => boolean, changed: Set<Source>): void {
  const { current: old, members: before, sources } = node;
  node.current = now;
  node.members = members;
  if (old === now) return;
  const names = new Set([...before.attributes.keys(), ...members.attributes.keys()]);
  const sameAttribute = (name: string): boolean => sameItems(before.attributes.get(name), members.attributes.get(name), (a, b) => a.assignment === b.assignment && a.in === b.in);
  const sameBases = old.bases === now.bases;
  if (!sameBases) changed.add(sources.bases);
  if ([...names].some((name) => before.attributes.has(name) !== members.attributes.has(name)) || [...before.attributes.keys()].join() !== [...members.attributes.keys()].join()) changed.add(sources.attributeNames);
  const sameMethods = Object.keys({ ...old.methods, ...now.methods }).every(sameMethod);
  if (!sameBases || !sameMethods || old.fields !== now.fields || old.decorators !== now.decorators || ![...names].every(sameAttribute)) changed.add(sources.whole);
  for (const source of sources.members.changedWhere(
    (name) =>
      !sameMethod(name) ||
      !sameAttribute(name) ||
      before.nested.get(name) !== members.nested.get(name) ||
      !sameItems(old.fields.filter((item) => item.name === name), now.fields.filter((item) => item.name === name)),
  ))
    changed.add(source);
}

function methodsOf(oldNodes: readonly FunctionNode[], old: Record<string, number>, nodes: readonly FunctionNode[], now: Record<string, number>): (name: string) => boolean {
  const at = (all: readonly FunctionNode[], methods: Record<string, number>, name: string): FunctionNode | undefined => (Object.hasOwn(methods, name) ? all[methods[name] ?? -1] : undefined);
  return (name) => at(oldNodes, old, name) === at(nodes, now, name);
}

function renewFile(file: FileNode, facts: FileFacts, nodes: FunctionNode[], classes: ClassNode[], changed: Set<Source>): void {
  const before = file.imports;
  const imports: FileNode['imports'] = new Map();
  for (const item of facts.imports) {
    const same = imports.get(item.local) ?? [];
    if (!same.some((other) => other.module === item.module && other.name === item.name)) imports.set(item.local, [...same, item]);
  }
  const text = (items: readonly unknown[] | undefined): string => JSON.stringify(items ?? []);
  for (const source of file.importNames.changedWhere((name) => text(before.get(name)) !== text(imports.get(name)))) changed.add(source);
  if (!sameItems(file.functions, nodes)) changed.add(file.functionList);
  if (!sameItems(file.classes, classes)) changed.add(file.classList);
  if (file.facts !== facts && text(file.facts.exports) === text(facts.exports)) facts.exports = file.facts.exports;
  if (file.facts.exports !== facts.exports) changed.add(file.exportList);
  file.imports = imports;
  file.facts = facts;
  file.functions = nodes;
  file.classes = classes;
}

const sameItems = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined, same: (one: T, other: T) => boolean = (one, other) => one === other): boolean =>
  (a?.length ?? 0) === (b?.length ?? 0) && (a ?? []).every((item, index) => same(item, b?.[index] as T));

function noteAssignments(nodes: readonly FunctionNode[], classes: readonly ClassNode[], facts: FileFacts, scopes: readonly Scope[], members: readonly Members[]): void {
  const scopeOf = new Map(nodes.map((node, index) => [node, scopes[index]]));
  const membersOf = new Map(classes.map((node, index) => [node, members[index]]));
  const selfOf = new Map(nodes.map((node, index) => [node, facts.functions[index]?.self]));

  /** `self.x = …` in a method or in a function inside one. */
  const noteAttribute = (node: FunctionNode, target: Value & { kind: 'attribute' }, assignment: Assignment): void => {
    if (target.of.kind !== 'name') return;
    for (let at: FunctionNode | undefined = node; at; at = at.parent) {
      if (at.class && selfOf.get(at) === target.of.name) {
        const attributes = membersOf.get(at.class)?.attributes;
        if (attributes) add(attributes, target.name, { assignment, in: node });
        return;
      }
      if (scopeOf.get(at)?.locals.has(target.of.name)) return;
    }
  };

  nodes.forEach((node, index) => {
    const scope = scopes[index];
    if (!scope) return;
    const assigned = new Map<string, Assignment[]>();
    for (const assignment of facts.functions[index]?.assignments ?? []) {
      const { target } = assignment;
      if (target.kind === 'name') add(assigned, target.name, assignment);
      else if (target.kind === 'item' && target.of.kind === 'name') add(assigned, target.of.name, elementOf(assignment));
      else if (target.kind === 'item' && target.of.kind === 'attribute') noteAttribute(node, target.of, elementOf(assignment));
      else if (target.kind === 'attribute') noteAttribute(node, target, assignment);
    }
    if (assigned.size > 0) scope.assigned = assigned;
  });
}

const assignmentLimit = 24;
const elements = new WeakMap<Assignment, Assignment>();

/** What is put into a container, as a container with that element; the same one each time. */
function elementOf(assignment: Assignment): Assignment {
  let element = elements.get(assignment);
  if (!element) elements.set(assignment, (element = { target: assignment.target, value: { kind: 'list', items: [assignment.value] } }));
  return element;
}

function add<T>(map: Map<string, T[]>, name: string, item: T): void {
  const list = map.get(name);
  // Generated code may assign to one name a hundred thousand times; the first ones tell what it is.
  if (list && list.length < assignmentLimit) list.push(item);
  else if (!list) map.set(name, [item]);
}
