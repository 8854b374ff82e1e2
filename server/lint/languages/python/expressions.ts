// Python expressions: to values, with the calls in them in the order in which they run. Statements are in statements.ts.
import type { Argument, Call, FunctionFacts, Test, Value } from '../../facts/facts.js';
import { exact } from '../../kept/exact.js';
import type { Range } from '../../facts/finding.js';
import { unknown, type Builder, type Place } from '../builder.js';
import { loose } from '../text.js';
import { child, field, type Node } from './tree.js';

export interface Source {
  text: string;
  range(node: Node): Range;
  builder: Builder;
  /** A lambda's or a nested definition's body, given back by statements.ts. */
  lambda(node: Node, place: Place): number;
}

export const textOf = (source: Source, node: Node): string => loose(source.text.slice(node.start, Math.min(node.end, node.start + textLimit)));
function brief(source: Source, node: Node): string {
  const text = source.text.slice(node.start, Math.min(node.end, node.start + 120));
  return loose(/\s/.test(text) ? text.replace(/\s+/g, ' ').slice(0, 60) : text.slice(0, 60));
}

/** No name is longer, and of other texts only the beginning is looked at. */
const textLimit = 200;

/** Puts the expression's calls into the place and tells what it stands for. */
export function expression(source: Source, node: Node | undefined, place: Place): Value {
  if (!node) return unknown;
  switch (node.type) {
    case 'identifier':
      return { kind: 'name', name: textOf(source, node) };
    case 'attribute': {
      const of = expression(source, field(node, 'object'), place);
      const name = field(node, 'attribute');
      return name ? { kind: 'attribute', of, name: mangled(source, textOf(source, name), place) } : unknown;
    }
    case 'subscript': {
      const of = expression(source, field(node, 'value'), place);
      const keys = node.children.filter((part) => part.field === 'subscript').map((part) => expression(source, part, place));
      const key = keys[0];
      return key?.kind === 'constant' ? { kind: 'item', of, key: key.text } : { kind: 'item', of };
    }
    case 'call':
      return call(source, node, place);
    case 'await': {
      const value = expression(source, node.children[0], place);
      markAwaited(value);
      const awaited = value.kind === 'call' ? { call: value } : {};
      place.out.push({ kind: 'await', at: source.range(node), text: node.children[0] ? brief(source, node.children[0]) : '', ...awaited });
      return value;
    }
    case 'parenthesized_expression':
    case 'expression_list':
    case 'tuple':
    case 'list':
    case 'set': {
      const items = node.children.map((part) => expression(source, part, place));
      const only = items[0];
      return node.type === 'parenthesized_expression' && only ? only : { kind: 'list', items };
    }
    case 'named_expression': {
      const value = expression(source, field(node, 'value'), place);
      const name = field(node, 'name');
      if (name) bind(source, name, value, place);
      return value;
    }
    case 'conditional_expression': {
      const [yes, condition, no] = node.children;
      const asked = condition ? test(source, condition, place) : ({ kind: 'unknown' } as const);
      const values: Value[] = [];
      place.out.push({
        kind: 'branch',
        test: asked,
        yes: source.builder.part(place, (inner) => values.push(expression(source, yes, inner))),
        no: source.builder.part(place, (inner) => values.push(expression(source, no, inner))),
      });
      return { kind: 'either', values };
    }
    case 'boolean_operator': {
      const left = expression(source, field(node, 'left'), place);
      const asked: Test = { kind: 'truth', value: left, text: brief(source, field(node, 'left') ?? node) };
      let right: Value = unknown;
      const body = source.builder.part(place, (inner) => (right = expression(source, field(node, 'right'), inner)));
      const and = textOf(source, field(node, 'operator') ?? node) === 'and';
      if (body.length > 0) place.out.push({ kind: 'branch', test: and ? asked : { kind: 'not', test: asked }, yes: body, no: [] });
      return { kind: 'either', values: [left, right] };
    }
    case 'lambda':
      return { kind: 'function', index: source.lambda(node, place) };
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
      return { kind: 'list', items: [comprehension(source, node, place)] };
    case 'dictionary_comprehension':
      return { kind: 'list', items: [comprehension(source, node, place)] };
    case 'dictionary': {
      const entries: [string, Value][] = [];
      for (const part of node.children) {
        if (part.type !== 'pair') {
          expression(source, part, place);
          continue;
        }
        const key = expression(source, field(part, 'key'), place);
        entries.push([key.kind === 'constant' ? key.text : '', expression(source, field(part, 'value'), place)]);
      }
      return { kind: 'object', entries };
    }
    case 'pair':
      expression(source, field(node, 'key'), place);
      return expression(source, field(node, 'value'), place);
    case 'yield':
      node.children.forEach((part) => expression(source, part, place));
      place.function.generator = true;
      place.out.push({ kind: 'yield', at: source.range(node) });
      return unknown;
    case 'string':
    case 'concatenated_string':
      interpolations(source, node, place);
      return { kind: 'constant', text: loose(source.text.slice(node.start, Math.min(node.end, node.start + 80))) };
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
      return { kind: 'constant', text: textOf(source, node) };
    case 'unary_operator': {
      const value = expression(source, field(node, 'argument'), place);
      return value.kind === 'constant' ? { kind: 'constant', text: textOf(source, node) } : unknown;
    }
    case 'keyword_argument':
      return expression(source, field(node, 'value'), place);
    case 'list_splat':
    case 'dictionary_splat':
      return { kind: 'item', of: expression(source, node.children[0], place) };
    default:
      // Operators, comparisons, slices: only the calls inside matter.
      node.children.forEach((part) => expression(source, part, place));
      return unknown;
  }
}

/** `__name` inside a class means `_Class__name`, also in functions inside its methods; both spellings shall be the same attribute. */
export function mangled(source: Source, name: string, place: Place): string {
  if (!name.startsWith('__') || name.endsWith('__')) return name;
  let index = place.class;
  for (let at: FunctionFacts | undefined = place.function; at && index === undefined; at = at.parent === undefined ? undefined : source.builder.facts.functions[at.parent]) index = at.class;
  const owner = index === undefined ? undefined : source.builder.facts.classes[index]?.name;
  return owner ? `_${owner.replace(/^_+/, '')}${name}` : name;
}

function interpolations(source: Source, node: Node, place: Place): void {
  for (const part of node.children) {
    if (part.type === 'interpolation') part.children.forEach((inner) => expression(source, inner, place));
    else if (part.type === 'string') interpolations(source, part, place);
  }
}

function call(source: Source, node: Node, place: Place): Value {
  const callee = expression(source, field(node, 'function'), place);
  const list = field(node, 'arguments');
  const given: Argument[] = [];
  if (list?.type === 'generator_expression') given.push({ value: expression(source, list, place) });
  else {
    for (const part of list?.children ?? []) {
      const value = expression(source, part, place);
      if (part.type === 'keyword_argument') given.push({ name: textOf(source, field(part, 'name') ?? part), value });
      else if (part.type === 'list_splat' || part.type === 'dictionary_splat') given.push({ value, spread: true });
      else given.push({ value });
    }
  }
  const made: Call = { kind: 'call', callee, arguments: exact(given), at: source.range(node) };
  place.out.push({ kind: 'call', call: made, text: brief(source, field(node, 'function') ?? node) });
  return made;
}

/** A coroutine runs when it is awaited, by itself or through a gathering call. */
function markAwaited(value: Value): void {
  if (value.kind === 'call') {
    value.awaited = true;
    const name = value.callee.kind === 'attribute' || value.callee.kind === 'name' ? value.callee.name : '';
    if (/^(gather|wait_for|wait|shield|timeout)$/.test(name)) value.arguments.forEach((argument) => markAwaited(argument.value));
  } else if (value.kind === 'either') value.values.forEach(markAwaited);
  else if (value.kind === 'item') markAwaited(value.of);
  else if (value.kind === 'list') value.items.forEach(markAwaited);
}

function comprehension(source: Source, node: Node, place: Place): Value {
  const clauses = node.children.filter((part) => part.type === 'for_in_clause' || part.type === 'if_clause');
  let result: Value = unknown;
  const next = (index: number, inner: Place): void => {
    const clause = clauses[index];
    if (!clause) {
      result = expression(source, field(node, 'body'), inner);
      return;
    }
    if (clause.type === 'if_clause') {
      const asked = clause.children[0] ? test(source, clause.children[0], inner) : ({ kind: 'unknown' } as const);
      inner.out.push({ kind: 'branch', test: asked, yes: source.builder.part(inner, (deeper) => next(index + 1, deeper)), no: [] });
      return;
    }
    const over = expression(source, field(clause, 'right'), inner);
    inner.out.push({
      kind: 'loop',
      test: { kind: 'unknown' },
      forever: false,
      before: [],
      body: source.builder.part(inner, (deeper) => {
        const left = field(clause, 'left');
        if (left) bind(source, left, { kind: 'item', of: over }, deeper);
        next(index + 1, deeper);
      }),
      otherwise: [],
      at: source.range(clause),
      over,
    });
  };
  next(0, place);
  return result;
}

/** Gives a name, attribute, element or pattern a value. */
export function bind(source: Source, target: Node, value: Value, place: Place, type?: Value): void {
  switch (target.type) {
    case 'identifier':
      source.builder.declare(place, textOf(source, target));
      source.builder.assign(place, { kind: 'name', name: textOf(source, target) }, value, source.range(target), type);
      return;
    case 'attribute':
    case 'subscript':
      source.builder.assign(place, expression(source, target, place), value, source.range(target), type);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'tuple':
    case 'list':
    case 'expression_list':
      target.children.forEach((part, index) => {
        const found: Value = value.kind === 'list' && value.items.length === target.children.length ? (value.items[index] ?? unknown) : { kind: 'item', of: value, key: String(index) };
        bind(source, part, found, place);
      });
      return;
    default:
      target.children.forEach((part) => bind(source, part, unknown, place));
  }
}

/** A condition; its calls go into the place first. */
export function test(source: Source, node: Node, place: Place): Test {
  switch (node.type) {
    case 'parenthesized_expression': {
      const inner = node.children[0];
      return inner ? test(source, inner, place) : { kind: 'unknown' };
    }
    case 'not_operator': {
      const inner = field(node, 'argument');
      return inner ? { kind: 'not', test: test(source, inner, place) } : { kind: 'unknown' };
    }
    case 'boolean_operator': {
      const left = field(node, 'left');
      const right = field(node, 'right');
      if (!left || !right) return { kind: 'unknown' };
      const and = textOf(source, field(node, 'operator') ?? node) === 'and';
      const first = test(source, left, place);
      let second: Test = { kind: 'unknown' };
      const body = source.builder.part(place, (inner) => (second = test(source, right, inner)));
      if (body.length > 0) place.out.push({ kind: 'branch', test: and ? first : { kind: 'not', test: first }, yes: body, no: [] });
      return { kind: and ? 'all' : 'any', tests: [first, second] };
    }
    case 'comparison_operator': {
      // `x is None` and `x is not None` are the same question.
      const value = expression(source, node, place);
      const text = brief(source, node);
      const negative = / is not | != | not in /.test(text);
      const truth: Test = { kind: 'truth', value, text: negative ? text.replace(' is not ', ' is ').replace(' != ', ' == ').replace(' not in ', ' in ') : text };
      return negative ? { kind: 'not', test: truth } : truth;
    }
    default: {
      const value = expression(source, node, place);
      return { kind: 'truth', value, text: brief(source, node) };
    }
  }
}

/** A type written in the source: what an object of that type is an instance of. Containers become lists of their element type. */
export function annotation(source: Source, node: Node | undefined): Value | undefined {
  if (!node) return undefined;
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression':
      return annotation(source, node.children[0]);
    case 'identifier':
      return { kind: 'name', name: textOf(source, node) };
    case 'attribute': {
      const of = annotation(source, field(node, 'object'));
      const name = field(node, 'attribute');
      return of && name ? { kind: 'attribute', of, name: textOf(source, name) } : undefined;
    }
    case 'string': {
      const text = child(node, 'string_content');
      const parts = text ? textOf(source, text).split('.') : [];
      if (parts.length === 0 || !parts.every((part) => /^[A-Za-z_]\w*$/.test(part))) return undefined;
      return parts.slice(1).reduce<Value>((of, name) => ({ kind: 'attribute', of, name }), { kind: 'name', name: parts[0] ?? '' });
    }
    case 'binary_operator':
      return either(node.children.map((part) => annotation(source, part)));
    case 'subscript':
    case 'generic_type': {
      const head = node.type === 'subscript' ? field(node, 'value') : node.children[0];
      const name = head ? (textOf(source, head).split('.').pop() ?? '') : '';
      const inner = node.type === 'subscript' ? node.children.filter((part) => part.field === 'subscript') : (node.children[1]?.children ?? []);
      const types = inner.map((part) => annotation(source, part));
      if (name === 'Optional' || name === 'Union' || name === 'Final' || name === 'ClassVar' || name === 'Annotated') return either(types);
      if (/^(list|List|set|Set|tuple|Tuple|Sequence|Iterable|Iterator|Collection|FrozenSet|frozenset|deque|Deque)$/.test(name)) return container(types[0]);
      if (/^(dict|Dict|Mapping|MutableMapping|defaultdict|DefaultDict|OrderedDict)$/.test(name)) return container(types[1]);
      return annotation(source, head);
    }
    default:
      return undefined;
  }
}

function either(types: (Value | undefined)[]): Value | undefined {
  const values = types.filter((type): type is Value => type !== undefined);
  return values.length > 1 ? { kind: 'either', values } : values[0];
}

const container = (type: Value | undefined): Value | undefined => (type ? { kind: 'list', items: [type] } : undefined);
