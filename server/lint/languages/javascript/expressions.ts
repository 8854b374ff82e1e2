// JavaScript and TypeScript expressions: to values, with the calls in them in the order in which they run.
import type { ArrowFunctionExpression, Expression, FunctionExpression, Node, ObjectMethod, OptionalCallExpression, CallExpression, NewExpression } from '@babel/types';
import type { Argument, Call, Statement, Test, Value } from '../../facts/facts.js';
import { exact } from '../../kept/exact.js';
import type { Range } from '../../facts/finding.js';
import { unknown, type Builder, type Place } from '../builder.js';
import { loose } from '../text.js';

export interface Source {
  text: string;
  range(node: Node): Range;
  builder: Builder;
  /** The index of a nested function, whose body statements.ts walks. */
  nested(node: ArrowFunctionExpression | FunctionExpression | ObjectMethod, place: Place, name: string): number;
  classExpression(node: Node & { type: 'ClassExpression' }, place: Place): Value;
}

export const brief = (source: Source, node: Node): string => loose(source.text.slice(node.start ?? 0, Math.min(node.end ?? 0, (node.start ?? 0) + 120)).replace(/\s+/g, ' ').slice(0, 60));

/** The name of a member: `x`, `#x`, or the text of a constant in brackets. */
export function propertyName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'PrivateName') return `#${node.id.name}`;
  if (node.type === 'StringLiteral') return node.value;
  return undefined;
}

export function expression(source: Source, node: Node | null | undefined, place: Place, hint = ''): Value {
  if (!node) return unknown;
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined' ? { kind: 'constant', text: 'undefined' } : { kind: 'name', name: node.name };
    case 'ThisExpression':
      return { kind: 'name', name: 'this' };
    case 'Super':
      return { kind: 'call', callee: { kind: 'name', name: 'super' }, arguments: [], at: source.range(node) };
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      const of = expression(source, node.object, place);
      if (!node.computed) {
        const name = propertyName(node.property);
        return name === undefined ? unknown : { kind: 'attribute', of, name };
      }
      const key = expression(source, node.property, place);
      return key.kind === 'constant' ? { kind: 'item', of, key: key.text } : { kind: 'item', of };
    }
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return call(source, node, place);
    case 'AwaitExpression': {
      const value = expression(source, node.argument, place);
      markAwaited(value);
      place.out.push({ kind: 'await', at: source.range(node), text: brief(source, node.argument), ...(value.kind === 'call' ? { call: value } : {}) });
      return value;
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', index: source.nested(node, place, (node.type === 'FunctionExpression' && node.id?.name) || hint) };
    case 'ClassExpression':
      return source.classExpression(node, place);
    case 'AssignmentExpression': {
      const logical = /^(\|\||&&|\?\?)=$/.test(node.operator);
      if (node.operator !== '=' && !logical) {
        expression(source, node.left, place);
        expression(source, node.right, place);
        if (node.left.type === 'Identifier') place.out.push({ kind: 'set', name: node.left.name, at: source.range(node.left) });
        return unknown;
      }
      const value = expression(source, node.right, place, nameOf(node.left));
      bind(source, node.left, value, place, undefined, false);
      return value;
    }
    case 'ConditionalExpression': {
      const asked = test(source, node.test, place);
      const values: Value[] = [];
      place.out.push({
        kind: 'branch',
        test: asked,
        yes: source.builder.part(place, (inner) => values.push(expression(source, node.consequent, inner))),
        no: source.builder.part(place, (inner) => values.push(expression(source, node.alternate, inner))),
      });
      return { kind: 'either', values };
    }
    case 'LogicalExpression': {
      const left = expression(source, node.left, place);
      let right: Value = unknown;
      const body = source.builder.part(place, (inner) => (right = expression(source, node.right, inner)));
      const asked: Test = node.operator === '??' ? { kind: 'unknown' } : { kind: 'truth', value: left, text: brief(source, node.left) };
      if (body.length > 0) place.out.push({ kind: 'branch', test: node.operator === '||' ? { kind: 'not', test: asked } : asked, yes: body, no: [] });
      return { kind: 'either', values: [left, right] };
    }
    case 'SequenceExpression': {
      const values = node.expressions.map((part) => expression(source, part, place));
      return values[values.length - 1] ?? unknown;
    }
    case 'ArrayExpression':
      return { kind: 'list', items: node.elements.map((part) => expression(source, part, place)) };
    case 'SpreadElement':
      return { kind: 'item', of: expression(source, node.argument, place) };
    case 'ObjectExpression': {
      const entries: [string, Value][] = [];
      for (const property of node.properties) {
        if (property.type === 'SpreadElement') expression(source, property.argument, place);
        else {
          const name = property.computed ? '' : (propertyName(property.key) ?? '');
          if (property.type === 'ObjectMethod') entries.push([name, { kind: 'function', index: source.nested(property, place, name) }]);
          else entries.push([name, expression(source, property.value, place, name)]);
        }
      }
      return { kind: 'object', entries };
    }
    case 'TemplateLiteral':
      node.expressions.forEach((part) => expression(source, part, place));
      return node.expressions.length === 0 ? { kind: 'constant', text: brief(source, node) } : unknown;
    case 'StringLiteral':
      return { kind: 'constant', text: JSON.stringify(node.value).slice(0, 80) };
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return { kind: 'constant', text: String(node.value) };
    case 'NullLiteral':
      return { kind: 'constant', text: 'null' };
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'TypeCastExpression':
      return expression(source, node.expression, place, hint);
    case 'UnaryExpression': {
      const value = expression(source, node.argument, place);
      return value.kind === 'constant' ? { kind: 'constant', text: brief(source, node) } : unknown;
    }
    case 'UpdateExpression':
      expression(source, node.argument, place);
      if (node.argument.type === 'Identifier') place.out.push({ kind: 'set', name: node.argument.name, at: source.range(node.argument) });
      return unknown;
    case 'BinaryExpression':
      expression(source, node.left, place);
      expression(source, node.right, place);
      return unknown;
    case 'YieldExpression':
      expression(source, node.argument, place);
      place.out.push({ kind: 'yield', at: source.range(node) });
      return unknown;
    case 'TaggedTemplateExpression':
      expression(source, node.tag, place);
      node.quasi.expressions.forEach((part) => expression(source, part, place));
      return unknown;
    case 'ImportExpression':
      return unknown;
    case 'JSXElement':
      node.openingElement.attributes.forEach((attribute) => expression(source, attribute.type === 'JSXAttribute' ? attribute.value : attribute.argument, place));
      node.children.forEach((part) => expression(source, part, place));
      return unknown;
    case 'JSXFragment':
      node.children.forEach((part) => expression(source, part, place));
      return unknown;
    case 'JSXExpressionContainer':
      return expression(source, node.expression, place);
    default:
      return unknown;
  }
}

const nameOf = (node: Node): string => (node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (propertyName(node.property) ?? '') : '');

/** `promise.catch(handler)`, `promise.finally(handler)`: the name of the method, where it is one of them. */
const settling = (node: CallExpression | OptionalCallExpression | NewExpression): 'catch' | 'finally' | undefined => {
  const name = node.type !== 'NewExpression' && node.arguments.length === 1 && (node.callee.type === 'MemberExpression' || node.callee.type === 'OptionalMemberExpression') && !node.callee.computed ? propertyName(node.callee.property) : undefined;
  return name === 'catch' || name === 'finally' ? name : undefined;
};

/** A handler that at most writes an error down: nothing of it is worth following, and nothing goes wrong in it. */
function swallows(handler: Node | undefined): boolean {
  if (handler?.type !== 'ArrowFunctionExpression' && handler?.type !== 'FunctionExpression') return false;
  const { body } = handler;
  if (body.type !== 'BlockStatement') return saysSo(body);
  return body.body.every((statement) => (statement.type === 'ExpressionStatement' ? saysSo(statement.expression) : statement.type === 'ReturnStatement' && (!statement.argument || saysSo(statement.argument))));
}

const saysSo = (node: Node): boolean =>
  /Literal$|^Identifier$/.test(node.type) || (node.type === 'CallExpression' && /^(log|warn|error|info|debug)$/.test(nameOf(node.callee)) && node.callee.type === 'MemberExpression') || (node.type === 'UnaryExpression' && node.operator === 'void' && saysSo(node.argument));

/** What the promise before it does is tried, and the handler runs where it failed, or in any case. */
function settledCall(source: Source, node: CallExpression | OptionalCallExpression | NewExpression, place: Place, how: 'catch' | 'finally'): Value {
  const body: Statement[] = [];
  const own: Statement[] = [];
  const callee = expression(source, node.callee, { ...place, out: body });
  const [given] = node.arguments;
  const handler = given?.type === 'SpreadElement' ? unknown : expression(source, given, { ...place, out: own }, 'callback');
  const made: Call = { kind: 'call', callee, arguments: [{ value: handler }], at: source.range(node) };
  if (how !== 'catch' || !swallows(given)) own.push({ kind: 'call', call: made, text: brief(source, node.callee) });
  place.out.push({ kind: 'try', body, handlers: how === 'catch' ? [{ catchesAll: true, body: own }] : [], otherwise: [], finally: how === 'finally' ? own : [] });
  return made;
}

function call(source: Source, node: CallExpression | OptionalCallExpression | NewExpression, place: Place): Value {
  const how = settling(node);
  if (how !== undefined) return settledCall(source, node, place, how);
  const label = brief(source, node.callee);
  const superCall = node.callee.type === 'Super';
  const callee: Value = superCall ? { kind: 'attribute', of: expression(source, node.callee, place), name: 'constructor' } : expression(source, node.callee, place);
  const given: Argument[] = [];
  // Where the parser has got over an error, an argument may be missing.
  for (const part of node.arguments as (CallExpression['arguments'][number] | null)[]) {
    if (!part) continue;
    if (part.type === 'SpreadElement') given.push({ value: expression(source, part.argument, place), spread: true });
    else given.push({ value: expression(source, part, place, 'callback') });
  }
  const made: Call = { kind: 'call', callee, arguments: exact(given), at: source.range(node) };
  place.out.push({ kind: 'call', call: made, text: label });
  return made;
}

/** What an `await` or a returned promise waits for. */
export function markAwaited(value: Value): void {
  if (value.kind === 'call') {
    value.awaited = true;
    const { callee } = value;
    if (callee.kind !== 'attribute') return;
    if (/^(then|catch|finally)$/.test(callee.name)) markAwaited(callee.of);
    else if (/^(all|allSettled|race|any|resolve)$/.test(callee.name)) value.arguments.forEach((argument) => markAwaited(argument.value));
  } else if (value.kind === 'list') value.items.forEach(markAwaited);
  else if (value.kind === 'either') value.values.forEach(markAwaited);
}

/** Gives a name, member or pattern a value; `declares` for `let` and the like. */
export function bind(source: Source, target: Node, value: Value, place: Place, type: Value | undefined, declares: boolean): void {
  const { builder } = source;
  switch (target.type) {
    case 'Identifier':
      if (declares) builder.declare(place, target.name);
      builder.assign(place, { kind: 'name', name: target.name }, value, source.range(target), type);
      return;
    case 'MemberExpression':
      builder.assign(place, expression(source, target, place), value, source.range(target), type);
      return;
    case 'ArrayPattern':
      target.elements.forEach((part, index) => {
        if (!part) return;
        const found: Value = value.kind === 'list' ? (value.items[index] ?? unknown) : { kind: 'item', of: value, key: String(index) };
        bind(source, part, found, place, undefined, declares);
      });
      return;
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') bind(source, property.argument, unknown, place, undefined, declares);
        else {
          const name = propertyName(property.key);
          bind(source, property.value, name === undefined ? unknown : { kind: 'attribute', of: value, name }, place, undefined, declares);
        }
      }
      return;
    case 'AssignmentPattern':
      bind(source, target.left, { kind: 'either', values: [value, expression(source, target.right, place)] }, place, type, declares);
      return;
    case 'RestElement':
      bind(source, target.argument, value, place, type, declares);
      return;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      bind(source, target.expression, value, place, type, declares);
      return;
    default:
  }
}

/** A condition; its calls go into the place first. */
export function test(source: Source, node: Expression, place: Place): Test {
  if (node.type === 'UnaryExpression' && node.operator === '!') return { kind: 'not', test: test(source, node.argument, place) };
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const and = node.operator === '&&';
    const first = test(source, node.left, place);
    let second: Test = { kind: 'unknown' };
    const body = source.builder.part(place, (inner) => (second = test(source, node.right, inner)));
    if (body.length > 0) place.out.push({ kind: 'branch', test: and ? first : { kind: 'not', test: first }, yes: body, no: [] });
    return { kind: and ? 'all' : 'any', tests: [first, second] };
  }
  if (node.type === 'ParenthesizedExpression' || node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression') return test(source, node.expression, place);
  const value = expression(source, node, place);
  const text = brief(source, node);
  // `a !== b` and `a === b` are the same question.
  if (node.type === 'BinaryExpression' && /^!==?$/.test(node.operator)) return { kind: 'not', test: { kind: 'truth', value, text: text.replace(/!==?/, (sign) => `=${sign.slice(1)}`) } };
  return { kind: 'truth', value, text };
}

/** A written type: what an object of it is an instance of. Containers become lists of their element type, promises what they bring. */
export function annotation(node: Node | null | undefined): Value | undefined {
  if (!node) return undefined;
  switch (node.type) {
    case 'TSTypeAnnotation':
    case 'TypeAnnotation':
    case 'TSParenthesizedType':
    case 'TSOptionalType':
      return annotation(node.typeAnnotation);
    case 'TSTypeReference': {
      const name = typeName(node.typeName);
      const given = (node.typeParameters?.params ?? []).map((part) => annotation(part));
      const last = name?.kind === 'name' ? name.name : undefined;
      if (last === 'Promise' || last === 'Readonly' || last === 'Awaited' || last === 'NonNullable' || last === 'Required' || last === 'Partial') return given[0];
      if (last === 'Array' || last === 'ReadonlyArray' || last === 'Set' || last === 'Iterable') return container(given[0]);
      if (last === 'Map' || last === 'Record' || last === 'WeakMap' || last === 'ReadonlyMap') return container(given[1]);
      return name;
    }
    case 'TSArrayType':
      return container(annotation(node.elementType));
    case 'TSTypeOperator':
      return annotation(node.typeAnnotation);
    case 'TSUnionType':
    case 'TSIntersectionType': {
      const values = node.types.map((part) => annotation(part)).filter((part) => part !== undefined);
      return values.length > 1 ? { kind: 'either', values } : values[0];
    }
    default:
      return undefined;
  }
}

const container = (type: Value | undefined): Value | undefined => (type ? { kind: 'list', items: [type] } : undefined);

function typeName(node: Node): Value | undefined {
  if (node.type === 'Identifier') return { kind: 'name', name: node.name };
  if (node.type !== 'TSQualifiedName') return undefined;
  const of = typeName(node.left);
  return of && { kind: 'attribute', of, name: node.right.name };
}
