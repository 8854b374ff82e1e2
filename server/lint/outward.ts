// The part of a file's facts that other files can see into: everything but the bodies of functions and the names that only those use.
// When an edit leaves it as it is, what is known about other files stays true. Positions are no part of it, but are kept up to date in it.
import { alike, move } from './alike.js';
import type { Assignment, FileFacts, FunctionFacts, Value } from './facts.js';

/** Whether two states of a file look the same from outside. */
export const sameOutward = (before: FileFacts, now: FileFacts): boolean => before.functions.length === now.functions.length && alike(outward(before), outward(now));

/**
 * Makes `now` share the outward part with `before`, whose objects others hold on to, and moves those objects to where they stand now.
 * Only for facts that look the same from outside.
 */
export function keepOutward(before: FileFacts, now: FileFacts): void {
  const seen = outwardNames(now);
  move(outward(before), outward(now));
  const old = before.functions.map((facts, index) => outwardAssignments(facts, index, seen));
  now.functions.forEach((facts, index) => {
    const same = before.functions[index];
    if (!same) return;
    const kept = old[index]?.values();
    const outer = new Set(outwardAssignments(facts, index, seen));
    facts.assignments = facts.assignments.map((assignment) => (outer.has(assignment) ? (kept?.next().value ?? assignment) : assignment));
    facts.parameters = same.parameters;
    facts.decorators = same.decorators;
    facts.returns = same.returns;
    if (same.returnType) facts.returnType = same.returnType;
  });
  now.classes = before.classes;
  now.exports = before.exports;
}

function outward(facts: FileFacts): unknown {
  const seen = outwardNames(facts);
  return [
    facts.functions.map((each, index) => {
      const { body: _body, assignments: _assignments, locals, ...rest } = each;
      return [rest, index === 0 ? locals : locals.filter((name) => seen.has(name)), outwardAssignments(each, index, seen)];
    }),
    facts.classes,
    facts.declared,
    facts.imports,
    facts.exports,
  ];
}

/** Those of the file's top level, those of attributes, and those of names that lead to something that can be seen from outside. */
const outwardAssignments = (facts: FunctionFacts, index: number, seen: ReadonlySet<string>): Assignment[] =>
  index === 0 ? facts.assignments : facts.assignments.filter(({ target }) => (target.kind === 'name' ? seen.has(target.name) : target.kind !== 'item' || target.of.kind !== 'name' || seen.has(target.of.name)));

/** Names in any function on which something depends that can be seen from outside; scopes are not told apart. */
function outwardNames(facts: FileFacts): Set<string> {
  const names = new Set<string>();
  const add = (value: Value | undefined): void => {
    if (value) eachName(value, (name) => names.add(name));
  };
  const inner: { name: string; assignment: Assignment }[] = [];
  facts.functions.forEach((each, index) => {
    for (const { type, default: value } of each.parameters) [type, value].forEach(add);
    [...each.decorators, ...each.returns, each.returnType].forEach(add);
    for (const assignment of each.assignments) {
      const { target } = assignment;
      const name = target.kind === 'name' ? target.name : target.kind === 'item' && target.of.kind === 'name' ? target.of.name : undefined;
      if (index === 0 || name === undefined) [target, assignment.value, assignment.type].forEach(add);
      else inner.push({ name, assignment });
    }
  });
  for (const { bases, fields, decorators } of facts.classes) {
    [...bases, ...decorators].forEach(add);
    for (const { value, type } of fields) [value, type].forEach(add);
  }
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const { name, assignment } of inner) if (names.has(name)) [assignment.value, assignment.type].forEach(add);
  }
  return names;
}

function eachName(value: Value, visit: (name: string) => void): void {
  switch (value.kind) {
    case 'name':
      return visit(value.name);
    case 'attribute':
      return eachName(value.of, visit);
    case 'item':
      return eachName(value.of, visit);
    case 'call':
      eachName(value.callee, visit);
      return value.arguments.forEach((given) => eachName(given.value, visit));
    case 'list':
      return value.items.forEach((item) => eachName(item, visit));
    case 'object':
      return value.entries.forEach(([, item]) => eachName(item, visit));
    case 'either':
      return value.values.forEach((item) => eachName(item, visit));
    case 'function':
    case 'constant':
    case 'unknown':
      return;
    default:
      value satisfies never;
  }
}
