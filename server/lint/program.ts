// The files that the lint knows, their functions and classes, and what a name means where it stands. Reads facts only.
import type { Assignment, ClassFacts, FileFacts, FunctionFacts, Import, Value } from './facts.js';
import type { Language } from './languages/language.js';
import type { LibraryThing, Operation } from './library.js';
import { createWrappers, type Wrapper } from './wrappers.js';

export interface FileNode {
  facts: FileFacts;
  language: Language;
  functions: FunctionNode[];
  classes: ClassNode[];
  imports: Map<string, Import[]>;
  /** Files that were looked into for what is known about this one. Through others it may use more. */
  uses: Set<FileNode>;
  /** Modules that were looked for on its behalf, found or not. */
  sought: Set<string>;
}

export interface FunctionNode {
  key: string;
  file: FileNode;
  index: number;
  facts: FunctionFacts;
  parent?: FunctionNode;
  class?: ClassNode;
  locals: Set<string>;
  /** What is assigned to its names, and to the elements of its names. */
  assigned: Map<string, Assignment[]>;
  functions: Map<string, FunctionNode>;
  classes: Map<string, ClassNode>;
}

export interface ClassNode {
  key: string;
  file: FileNode;
  facts: ClassFacts;
  within: FunctionNode;
  nested: Map<string, ClassNode>;
  /** What methods assign to attributes of their object, with the method. */
  attributes: Map<string, { assignment: Assignment; in: FunctionNode }[]>;
}

export type Binding =
  | { kind: 'parameter'; function: FunctionNode; index: number }
  | { kind: 'local'; function: FunctionNode; name: string }
  | { kind: 'function'; node: FunctionNode }
  | { kind: 'class'; node: ClassNode }
  | { kind: 'import'; file: FileNode; import: Import };

export interface Program {
  files: Map<string, FileNode>;
  thing(name: string): LibraryThing | undefined;
  /** The library thing that a class or function of the program counts as, because the project says so. */
  counted(file: FileNode, qualified: string): string | undefined;
  /** What the project says, instead of what it said before. Only while no file is known. */
  use(wrappers: readonly Wrapper[]): void;
  guess(file: FileNode, method: string): Operation | undefined;
  /** The library class of what an unknown function of that name makes. */
  maker(file: FileNode, name: string): string | undefined;
  /** The file that an import leads to. */
  moduleOf(file: FileNode, module: string): FileNode | undefined;
  /** Files have come or gone: imports may lead elsewhere. */
  forgetModules(): void;
}

export function createFileNode(facts: FileFacts, language: Language): FileNode {
  const file: FileNode = { facts, language, functions: [], classes: [], imports: new Map(), uses: new Set(), sought: new Set() };
  facts.functions.forEach((functionFacts, index) => {
    const node: FunctionNode = {
      key: `${facts.path}#${index}`,
      file,
      index,
      facts: functionFacts,
      locals: new Set(functionFacts.locals),
      assigned: new Map(),
      functions: new Map(),
      classes: new Map(),
    };
    const parent = functionFacts.parent === undefined ? undefined : file.functions[functionFacts.parent];
    if (parent) node.parent = parent;
    file.functions.push(node);
  });
  facts.classes.forEach((classFacts, index) => {
    const within = file.functions[classFacts.parent] ?? file.functions[0];
    if (within) file.classes.push({ key: `${facts.path}#${classFacts.qualified}#${index}`, file, facts: classFacts, within, nested: new Map(), attributes: new Map() });
  });
  for (const node of file.functions) {
    const owner = node.facts.class === undefined ? undefined : file.classes[node.facts.class];
    if (owner) node.class = owner;
    for (const assignment of node.facts.assignments) noteAssignment(node, assignment);
  }
  for (const item of facts.declared) {
    const within = item.in < 0 ? undefined : file.functions[item.in];
    const nested = item.in < 0 ? file.classes[-1 - item.in] : undefined;
    const made = item.class === undefined ? undefined : file.classes[item.class];
    const functionNode = item.function === undefined ? undefined : file.functions[item.function];
    if (made) (within?.classes ?? nested?.nested)?.set(item.name, made);
    if (functionNode) within?.functions.set(item.name, functionNode);
  }
  for (const item of facts.imports) {
    const same = file.imports.get(item.local) ?? [];
    if (!same.some((other) => other.module === item.module && other.name === item.name)) file.imports.set(item.local, [...same, item]);
  }
  return file;
}

/** Puts new facts into the nodes of a file whose functions, classes and names are the same as before, so that who knows the nodes goes on knowing them. */
export function renewFileNode(file: FileNode, facts: FileFacts): void {
  file.facts = facts;
  file.classes.forEach((node, index) => {
    node.facts = facts.classes[index] ?? node.facts;
    node.attributes.clear();
  });
  file.functions.forEach((node, index) => {
    node.facts = facts.functions[index] ?? node.facts;
    node.locals = new Set(node.facts.locals);
    node.assigned.clear();
  });
  for (const node of file.functions) for (const assignment of node.facts.assignments) noteAssignment(node, assignment);
}

function noteAssignment(node: FunctionNode, assignment: Assignment): void {
  const { target } = assignment;
  if (target.kind === 'name') add(node.assigned, target.name, assignment);
  else if (target.kind === 'item' && target.of.kind === 'name') add(node.assigned, target.of.name, elementOf(assignment));
  else if (target.kind === 'item' && target.of.kind === 'attribute') noteAttribute(node, target.of, elementOf(assignment));
  else if (target.kind === 'attribute') noteAttribute(node, target, assignment);
}

/** `self.x = …` in a method or in a function inside one. */
function noteAttribute(node: FunctionNode, target: Value & { kind: 'attribute' }, assignment: Assignment): void {
  if (target.of.kind !== 'name') return;
  for (let at: FunctionNode | undefined = node; at; at = at.parent) {
    if (at.class && at.facts.self === target.of.name) {
      add(at.class.attributes, target.name, { assignment, in: node });
      return;
    }
    if (at.locals.has(target.of.name)) return;
  }
}

const assignmentLimit = 24;

/** What is put into a container, as a container with that element. */
const elementOf = (assignment: Assignment): Assignment => ({ target: assignment.target, value: { kind: 'list', items: [assignment.value] } });

function add<T>(map: Map<string, T[]>, name: string, item: T): void {
  const list = map.get(name);
  // Generated code may assign to one name a hundred thousand times; the first ones tell what it is.
  if (list && list.length < assignmentLimit) list.push(item);
  else if (!list) map.set(name, [item]);
}

export function createProgram(files: Map<string, FileNode>, languages: readonly Language[]): Program {
  const things: Record<string, LibraryThing> = Object.assign({}, ...languages.map((language) => language.library.things));
  const wrappers = createWrappers();
  const thing = (name: string): LibraryThing | undefined => {
    const wrapped = wrappers.thing(name);
    if (wrapped) return wrapped;
    const found = Object.hasOwn(things, name) ? things[name] : undefined;
    return found?.alias ? thing(found.alias) : found;
  };
  const modules = new Set(Object.keys(things).map((name) => name.slice(0, name.lastIndexOf('.'))));
  const found = new Map<string, FileNode | null>();
  return {
    files,
    thing,
    counted: wrappers.own,
    use: wrappers.use,
    guess: (file, method) => (Object.hasOwn(file.language.library.guesses, method) ? file.language.library.guesses[method] : undefined),
    maker: (file, name) => (Object.hasOwn(file.language.library.makers, name) ? file.language.library.makers[name] : undefined),
    moduleOf(file, module) {
      const folder = file.facts.path.slice(0, file.facts.path.lastIndexOf('/') + 1);
      // A file never imports itself, so one that has the module's own name looks further.
      const key = `${file.language.id} ${folder} ${module}`;
      const before = found.get(key);
      const target = before !== undefined && before !== file ? (before ?? undefined) : search(file, module);
      found.set(key, target ?? null);
      file.sought.add(module);
      if (target) file.uses.add(target);
      return target;
    },
    forgetModules: () => found.clear(),
  };

  function search(file: FileNode, module: string): FileNode | undefined {
    const known = file.language.libraryName(module);
    if (known !== undefined && modules.has(known)) return undefined;
    for (const candidate of file.language.candidates(file.facts.path, module)) {
      const target = files.get(candidate);
      if (target && target !== file) return target;
    }
    return undefined;
  }
}

/** What a name means in a function; several answers where it is declared in several ways. */
export function lookup(scope: FunctionNode, name: string): Binding[] {
  for (let at: FunctionNode | undefined = scope; at; at = at.parent) {
    const found: Binding[] = [];
    const index = at.facts.parameters.findIndex((parameter) => parameter.name === name);
    if (index >= 0) found.push({ kind: 'parameter', function: at, index });
    const functionNode = at.functions.get(name);
    if (functionNode) found.push({ kind: 'function', node: functionNode });
    const classNode = at.classes.get(name);
    if (classNode) found.push({ kind: 'class', node: classNode });
    if (at.assigned.has(name)) found.push({ kind: 'local', function: at, name });
    if (at.locals.has(name) || at.parent === undefined) for (const item of scope.file.imports.get(name) ?? []) found.push({ kind: 'import', file: scope.file, import: item });
    if (found.length > 0) return found;
    if (at.locals.has(name)) return [];
  }
  return [];
}
