// What a language's front end tells about a file: a small language of calls, scopes and branches in which every language looks alike.
// Plain data that can be written to disk; nothing here is resolved, and no syntax tree is kept.
import type { Range } from './finding.js';

/** An expression, as far as it can lead to a lock, a thread or a function. */
export type Value =
  | { kind: 'name'; name: string }
  | { kind: 'attribute'; of: Value; name: string }
  /** An element of a container; `key` where it is a constant. */
  | { kind: 'item'; of: Value; key?: string }
  | Call
  /** A lambda or a nested function: its index in the file. */
  | { kind: 'function'; index: number }
  /** Elements of a list, tuple, set, array, or the values of a comprehension. */
  | { kind: 'list'; items: Value[] }
  | { kind: 'object'; entries: [name: string, value: Value][] }
  | { kind: 'constant'; text: string }
  /** One of several, by a condition. */
  | { kind: 'either'; values: Value[] }
  | { kind: 'unknown' };

export interface Call {
  kind: 'call';
  callee: Value;
  arguments: Argument[];
  at: Range;
  awaited?: true;
  /** What is handed in runs when its turn has come: where the promise of those before it is kept. */
  turn?: Value;
}

export interface Argument {
  /** For a keyword argument. */
  name?: string;
  value: Value;
  /** `*args`, `...args` */
  spread?: true;
}

/** A condition, kept as far as it tells which of two ways was taken. */
export type Test =
  | { kind: 'truth'; value: Value; text: string }
  | { kind: 'not'; test: Test }
  | { kind: 'all' | 'any'; tests: Test[] }
  | { kind: 'unknown' };

export type Statement =
  /** Calls stand in the order in which they run, before the statement that uses their result. */
  | { kind: 'call'; call: Call; text: string }
  /** A local name gets a new value; `from` where that is the result of a call, or is it on one of the ways to here. */
  | { kind: 'set'; name: string; from?: Call; perhaps?: true; value?: Value; at: Range }
  /** Leaving the body leaves what was entered. `as` is the name that the entered thing is bound to. */
  | { kind: 'with'; items: { value: Value; as?: string; at: Range }[]; body: Statement[]; asynchronous: boolean }
  | { kind: 'branch'; test: Test; yes: Statement[]; no: Statement[] }
  | { kind: 'choose'; arms: Statement[][] }
  /** `test` is asked before each round; `forever` where only break, return and exceptions lead out. */
  | { kind: 'loop'; test: Test; forever: boolean; before: Statement[]; body: Statement[]; otherwise: Statement[]; at: Range; over?: Value }
  | { kind: 'try'; body: Statement[]; handlers: Handler[]; otherwise: Statement[]; finally: Statement[] }
  | { kind: 'return'; value?: Value; at: Range }
  | { kind: 'throw'; at: Range }
  | { kind: 'break'; label?: string }
  | { kind: 'continue'; label?: string }
  | { kind: 'labelled'; label: string; body: Statement[] }
  | { kind: 'yield'; at: Range }
  | { kind: 'await'; at: Range; text: string; call?: Call };

export interface Handler {
  catchesAll: boolean;
  body: Statement[];
}

export interface Parameter {
  name: string;
  type?: Value;
  default?: Value;
  /** `*args`, `...rest` */
  rest?: true;
  /** Only by name, as after `*` in Python. */
  keyword?: true;
}

export interface Assignment {
  target: Value;
  value: Value;
  /** The declared type, where there is one. */
  type?: Value;
}

/** Index 0 is the file's own top level. */
export interface FunctionFacts {
  name: string;
  /** With its classes and outer functions: `Account.deposit`. */
  qualified: string;
  at: Range;
  /** The function around it; absent for index 0. */
  parent?: number;
  /** The class whose method it is. */
  class?: number;
  /** The name by which it reaches its object: `self`, `this`. A first parameter of that name is part of `parameters`. */
  self?: string;
  parameters: Parameter[];
  /** Names that belong to this function, parameters left out. */
  locals: string[];
  assignments: Assignment[];
  decorators: Value[];
  body: Statement[];
  returns: Value[];
  returnType?: Value;
  asynchronous: boolean;
  generator: boolean;
  role: 'function' | 'method' | 'static' | 'class-method' | 'property' | 'constructor' | 'module';
  /** By the language's own words or habits nobody outside the file or class calls it. */
  private: boolean;
}

export interface ClassFacts {
  name: string;
  qualified: string;
  at: Range;
  /** The function in which it stands. */
  parent: number;
  bases: Value[];
  methods: Record<string, number>;
  /** Assigned in the class's own body: attributes of the class, or fields of each object. */
  fields: { name: string; value: Value; type?: Value; at: Range; perObject: boolean }[];
  decorators: Value[];
}

export interface Import {
  local: string;
  /** As written: `a.b`, `..a`, `./a.js`. */
  module: string;
  /** Absent where the module itself is bound; `default` for a default import. */
  name?: string;
  /** Everything the module exports becomes a name here. */
  all?: true;
}

export interface Silence {
  /** The line it speaks of. */
  line: number;
  /** Empty for every rule. */
  rules: string[];
  reason: string;
  at: Range;
}

/** The name under which a module exports what it is as a whole: `module.exports = f`. */
export const wholeModule = 'module.exports';

export interface FileFacts {
  path: string;
  /** For the front end and for wording only; rules never see it. */
  language: string;
  functions: FunctionFacts[];
  classes: ClassFacts[];
  /** By name, with the index in `functions` or `classes`, for names of the file's top level and of nested scopes. */
  declared: { name: string; in: number; function?: number; class?: number; at: Range }[];
  imports: Import[];
  /** Exported name, and what it is here or in the module that it is passed on from. Empty where every name is exported. */
  exports: { name: string; value?: Value; module?: string; from?: string }[];
  silences: Silence[];
  /** Where the text could not be understood; the rest is linted. */
  errors: { at: Range; message: string }[];
  /** Why nothing of the file is known. */
  leftOut?: 'too-large' | 'too-deep';
}
