// Builds the facts of one file while a front end walks its syntax. Knows no language.
import type { Assignment, Call, ClassFacts, FileFacts, FunctionFacts, Statement, Value } from '../facts/facts.js';
import { exact } from '../kept/exact.js';
import type { Range } from '../facts/finding.js';

export const unknown: Value = { kind: 'unknown' };

/** Where the walk is: the function, and the list that statements go to. */
export interface Place {
  function: FunctionFacts;
  index: number;
  out: Statement[];
  /** Set directly inside a class's body. */
  class?: number;
}

export interface Builder {
  facts: FileFacts;
  top: Place;
  addFunction(place: Place, facts: Omit<FunctionFacts, 'body' | 'returns' | 'assignments' | 'locals' | 'qualified' | 'parent'>): Place;
  addClass(place: Place, facts: Omit<ClassFacts, 'qualified' | 'parent' | 'methods' | 'fields'>): { index: number; facts: ClassFacts };
  declare(place: Place, name: string): void;
  assign(place: Place, target: Value, value: Value, at: Range, type?: Value): void;
  /** Statements of a part, such as one arm of a branch. */
  part(place: Place, walk: (place: Place) => void): Statement[];
  /** The facts, when everything has been walked. */
  finish(): FileFacts;
}

export function createBuilder(path: string, language: string, whole: Range): Builder {
  const facts: FileFacts = { path, language, functions: [], classes: [], declared: [], imports: [], exports: [], silences: [], errors: [] };
  const localSets: Set<string>[] = [];

  const push = (fields: Omit<FunctionFacts, 'body' | 'returns' | 'assignments' | 'locals'>): Place => {
    const created: FunctionFacts = { ...fields, body: [], returns: [], assignments: [], locals: [] };
    facts.functions.push(created);
    localSets.push(new Set(fields.parameters.map((parameter) => parameter.name)));
    return { function: created, index: facts.functions.length - 1, out: created.body };
  };
  const top = push({ name: '<module>', qualified: '<module>', at: whole, parameters: [], decorators: [], asynchronous: false, generator: false, role: 'module', private: false });

  const prefix = (place: Place): string => {
    const within = place.class !== undefined ? facts.classes[place.class]?.qualified : place.index === 0 ? '' : place.function.qualified;
    return within ? `${within}.` : '';
  };

  const builder: Builder = {
    facts,
    top,
    addFunction(place, fields) {
      return push({ ...fields, qualified: prefix(place) + fields.name, parent: place.index });
    },
    addClass(place, fields) {
      const created: ClassFacts = { ...fields, qualified: prefix(place) + fields.name, parent: place.index, methods: {}, fields: [] };
      facts.classes.push(created);
      return { index: facts.classes.length - 1, facts: created };
    },
    declare(place, name) {
      const known = localSets[place.index];
      if (known && !known.has(name)) {
        known.add(name);
        place.function.locals.push(name);
      }
    },
    assign(place, target, value, at, type) {
      const assignment: Assignment = type ? { target, value, type } : { target, value };
      switch (target.kind) {
        case 'name': {
          place.function.assignments.push(assignment);
          const from = resultOf(value);
          place.out.push(from ? { kind: 'set', name: target.name, from, ...(value.kind === 'either' ? { perhaps: true as const } : {}), at } : { kind: 'set', name: target.name, value: short(value), at });
          return;
        }
        case 'attribute':
        case 'item':
          if (value.kind !== 'constant' && value.kind !== 'unknown' || type) place.function.assignments.push(assignment);
          return;
        case 'list':
          target.items.forEach((item, index) => {
            const part: Value = value.kind === 'list' && value.items.length === target.items.length ? (value.items[index] ?? unknown) : { kind: 'item', of: value, key: String(index) };
            builder.assign(place, item, part, at);
          });
          return;
        case 'call':
        case 'function':
        case 'object':
        case 'constant':
        case 'either':
        case 'unknown':
          return;
        default:
          target satisfies never;
      }
    },
    part(place, walk) {
      const out: Statement[] = [];
      walk({ ...place, out });
      return exact(out);
    },
    finish() {
      for (const each of facts.functions) {
        each.body = exact(each.body);
        each.returns = exact(each.returns);
        each.assignments = exact(each.assignments);
        each.locals = exact(each.locals);
        each.parameters = exact(each.parameters);
      }
      return facts;
    },
  };
  return builder;
}

/** The call whose result (or a part of it) this is, or may be. */
function resultOf(value: Value): Call | undefined {
  if (value.kind === 'call') return value;
  if (value.kind === 'item' && value.of.kind === 'call') return value.of;
  if (value.kind !== 'either') return undefined;
  // `given ?? pool.connect()`
  const calls = value.values.map(resultOf).filter((call) => call !== undefined);
  return calls.length === 1 ? calls[0] : undefined;
}

const short = (value: Value): Value => (value.kind === 'name' || value.kind === 'attribute' || value.kind === 'constant' ? value : unknown);

/** Whether a value may lead anywhere; constants and the unknown do not. */
export const leads = (value: Value): boolean => value.kind !== 'unknown' && value.kind !== 'constant';
