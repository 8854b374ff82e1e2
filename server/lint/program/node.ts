// The nodes of the program: files, functions, classes. They outlive edits: a function that is still there is the same node with new facts. Whoever
// reads a node while something is worked out is noted, part by part, so that a change tells those alone whom it can matter to.
import type { Assignment, ClassFacts, FileFacts, FunctionFacts, Import, Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Language } from '../languages/language.js';
import { Source, SourcesByName } from '../kept/source.js';

/** What callers can see of a function. */
export type Head = Omit<FunctionFacts, 'body' | 'assignments' | 'locals' | 'parent' | 'class'>;

/** What a name is in one function; of several kinds where it is declared in several ways. */
export interface Named {
  /** The index of a parameter, -1 where it is none. */
  parameter: number;
  function?: FunctionNode | undefined;
  class?: ClassNode | undefined;
  assigned?: readonly Assignment[] | undefined;
  local: boolean;
}

export interface AttributeAssignment {
  assignment: Assignment;
  in: FunctionNode;
}

export class FileNode {
  readonly path: string;
  readonly language: Language;
  facts: FileFacts;
  functions: FunctionNode[] = [];
  /** Whoever asks for it again after a change has to be told by `classList`. */
  classes: ClassNode[] = [];
  /** In the order of all paths. */
  place = 0;
  readonly classList = new Source();
  readonly functionList = new Source();
  readonly exportList = new Source();
  readonly importNames = new SourcesByName();
  imports = new Map<string, Import[]>();

  constructor(facts: FileFacts, language: Language) {
    this.path = facts.path;
    this.facts = facts;
    this.language = language;
  }

  importsOf(name: string): readonly Import[] {
    this.importNames.read(name);
    return this.imports.get(name) ?? [];
  }

  /** For whoever looks through all of them. */
  get allFunctions(): readonly FunctionNode[] {
    this.functionList.read();
    return this.functions;
  }

  get exports(): FileFacts['exports'] {
    this.exportList.read();
    return this.facts.exports;
  }
}

export interface Scope {
  locals: ReadonlySet<string>;
  /** What is assigned to its names, and to the elements of its names. */
  assigned: ReadonlyMap<string, Assignment[]>;
  functions: ReadonlyMap<string, FunctionNode>;
  classes: ReadonlyMap<string, ClassNode>;
}

/** Most functions have nothing of one kind or another: an empty map of its own for each would take more than its facts. */
const none = { names: new Set<string>(), entries: new Map<string, never>() };

export const emptyScope = (locals: readonly string[]): Scope => ({ locals: locals.length === 0 ? none.names : new Set(locals), assigned: none.entries, functions: none.entries, classes: none.entries });

/** The map with the entry; a new one where it was empty. */
export const withEntry = <T>(map: ReadonlyMap<string, T>, name: string, value: T): ReadonlyMap<string, T> => (map.size > 0 && map instanceof Map ? (map as Map<string, T>).set(name, value) : new Map([[name, value]]));

export class FunctionNode {
  /** The class whose method it is. */
  readonly class: ClassNode | undefined;
  readonly name: string;
  readonly qualified: string;
  readonly sources = { whole: new Source(), head: new Source(), names: new SourcesByName() };
  /** As it is now, for those who build the program; not noted. */
  current: FunctionFacts;
  scope: Scope;
  /** Its place among the functions that matter, -1 where it does not: saves looking it up thousands of times after an edit. */
  position = -1;

  constructor(
    /** The same for the same function of the same text, whatever was there before. */
    readonly key: string,
    readonly file: FileNode,
    facts: FunctionFacts,
    public index: number,
    readonly parent: FunctionNode | undefined,
    owner: ClassNode | undefined,
  ) {
    this.class = owner;
    this.name = facts.name;
    this.qualified = facts.qualified;
    this.current = facts;
    this.scope = emptyScope(facts.locals);
  }

  /** Where it stands; moves with the text above it. */
  get at(): Range {
    return this.current.at;
  }

  /** Everything: whoever needs no more than the head asks for that. */
  get facts(): FunctionFacts {
    this.sources.whole.read();
    return this.current;
  }

  get head(): Head {
    this.sources.head.read();
    return this.current;
  }

  named(name: string): Named {
    this.sources.names.read(name);
    const { scope } = this;
    return {
      parameter: this.current.parameters.findIndex((parameter) => parameter.name === name),
      function: scope.functions.get(name),
      class: scope.classes.get(name),
      assigned: scope.assigned.get(name),
      local: scope.locals.has(name),
    };
  }

  /** What is assigned to a name of it. */
  assignedTo(name: string): readonly Assignment[] {
    this.sources.names.read(name);
    return this.scope.assigned.get(name) ?? [];
  }
}

export interface Members {
  nested: Map<string, ClassNode>;
  /** What methods assign to attributes of their object, with the method. */
  attributes: Map<string, AttributeAssignment[]>;
}

export class ClassNode {
  readonly name: string;
  readonly sources = { whole: new Source(), bases: new Source(), attributeNames: new Source(), members: new SourcesByName() };
  current: ClassFacts;
  members: Members = { nested: new Map(), attributes: new Map() };

  constructor(
    readonly key: string,
    readonly file: FileNode,
    facts: ClassFacts,
    readonly within: FunctionNode,
  ) {
    this.name = facts.name;
    this.current = facts;
  }

  get facts(): ClassFacts {
    this.sources.whole.read();
    return this.current;
  }

  get bases(): readonly Value[] {
    this.sources.bases.read();
    return this.current.bases;
  }

  /** All that methods assign; whoever needs one attribute asks for that. */
  get attributes(): ReadonlyMap<string, AttributeAssignment[]> {
    this.sources.whole.read();
    return this.members.attributes;
  }

  get attributeNames(): readonly string[] {
    this.sources.attributeNames.read();
    return [...this.members.attributes.keys()];
  }

  attribute(name: string): readonly AttributeAssignment[] {
    this.sources.members.read(name);
    return this.members.attributes.get(name) ?? [];
  }

  /** A method of its own. */
  method(name: string): FunctionNode | undefined {
    this.sources.members.read(name);
    const { methods } = this.current;
    const index = Object.hasOwn(methods, name) ? methods[name] : undefined;
    return index === undefined ? undefined : this.file.functions[index];
  }

  field(name: string): readonly ClassFacts['fields'][number][] {
    this.sources.members.read(name);
    return this.current.fields.filter((item) => item.name === name);
  }

  nested(name: string): ClassNode | undefined {
    this.sources.members.read(name);
    return this.members.nested.get(name);
  }
}
