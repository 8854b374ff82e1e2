// Functions and classes of JavaScript and TypeScript.
import type { ArrowFunctionExpression, ClassDeclaration, ClassExpression, ClassMethod, ClassPrivateMethod, FunctionDeclaration, FunctionExpression, Node, ObjectMethod } from '@babel/types';
import type { FunctionFacts, Parameter, Value } from '../../facts/facts.js';
import { unknown, type Place } from '../builder.js';
import { markTurns } from './promise-locks.js';
import { annotation, bind, expression, propertyName, type Source } from './expressions.js';

type FunctionSyntax = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression | ObjectMethod | ClassMethod | ClassPrivateMethod;
type Walk = (source: Source, body: Node, place: Place) => void;

interface Shape {
  name: string;
  block: Walk;
  /** A declaration is known by its name in the function around it. */
  declared?: boolean;
  /** For methods: the class, and what the method is in it. */
  class?: number;
  role?: FunctionFacts['role'];
  private?: boolean;
}

/** The index of the function. A method's first parameter is `this`, as if it were written there. */
export function defineFunction(source: Source, node: FunctionSyntax, place: Place, shape: Shape): number {
  const { builder } = source;
  const method = shape.class !== undefined;
  const patterns: { index: number; pattern: Node }[] = [];
  const offset = method ? 1 : 0;
  const parameters: Parameter[] = method ? [{ name: 'this' }] : [];
  node.params.forEach((item, index) => {
    const taken = item.type === 'TSParameterProperty' ? item.parameter : item;
    const target = taken.type === 'AssignmentPattern' ? taken.left : taken.type === 'RestElement' ? taken.argument : taken;
    const type = 'typeAnnotation' in target ? annotation(target.typeAnnotation) : undefined;
    const name = target.type === 'Identifier' ? target.name : `#${index}`;
    if (name === 'this') return;
    if (target.type !== 'Identifier') patterns.push({ index: parameters.length, pattern: target });
    parameters.push({
      name,
      ...(type ? { type } : {}),
      ...(taken.type === 'AssignmentPattern' ? { default: expression(source, taken.right, place) } : {}),
      ...(taken.type === 'RestElement' ? { rest: true as const } : {}),
    });
  });
  const returnType = 'returnType' in node ? annotation(node.returnType) : undefined;
  const named = 'id' in node && node.id ? node.id : 'key' in node ? node.key : node;
  const inner = builder.addFunction(place, {
    name: shape.name,
    at: source.range(named === node ? { ...node, end: Math.min(node.end ?? 0, (node.start ?? 0) + 1) } : named),
    parameters,
    decorators: [],
    asynchronous: node.async === true,
    generator: node.generator === true,
    role: shape.role ?? 'function',
    private: shape.private ?? false,
    ...(method ? { class: shape.class, self: 'this' } : {}),
    ...(returnType ? { returnType } : {}),
  });
  if (!method && node.type !== 'ArrowFunctionExpression') builder.declare(inner, 'this');
  if (shape.declared) {
    builder.declare(place, shape.name);
    builder.facts.declared.push({ name: shape.name, in: place.index, function: inner.index, at: source.range(named) });
  }
  for (const { index, pattern } of patterns) bind(source, pattern, { kind: 'name', name: parameters[index]?.name ?? '' }, inner, undefined, true);
  if (method) parameterProperties(source, node, inner, offset);
  shape.block(source, node.body, inner);
  markTurns(inner.function, builder.facts);
  return inner.index;
}

/** `constructor(private readonly mutex: Mutex)` */
function parameterProperties(source: Source, node: FunctionSyntax, inner: Place, offset: number): void {
  node.params.forEach((item, index) => {
    if (item.type !== 'TSParameterProperty') return;
    const name = inner.function.parameters[index + offset]?.name;
    if (name !== undefined) source.builder.assign(inner, { kind: 'attribute', of: { kind: 'name', name: 'this' }, name }, { kind: 'name', name }, source.range(item), inner.function.parameters[index + offset]?.type);
  });
}

/** The name under which the class is known. */
export function defineClass(source: Source, node: ClassDeclaration | ClassExpression, place: Place, block: Walk): string {
  const { builder } = source;
  const at = source.range(node.id ?? { ...node, end: (node.start ?? 0) + 5 });
  const name = node.id?.name ?? (node.type === 'ClassDeclaration' ? 'default' : `<class ${at.line}:${at.column}>`);
  const bases = node.superClass ? [expression(source, node.superClass, place)] : [];
  const created = builder.addClass(place, { name, at, bases, decorators: [] });
  builder.declare(place, name);
  builder.facts.declared.push({ name, in: place.index, class: created.index, at });
  const inside: Place = { ...place, class: created.index };
  let fields: Place | undefined;
  // What a field starts with is worked out when an object is made, with `this` at hand: like a part of the constructor.
  const initialisers = (): Place =>
    (fields ??= builder.addFunction(inside, { name: '<fields>', at, parameters: [{ name: 'this' }], decorators: [], asynchronous: false, generator: false, role: 'constructor', private: true, class: created.index, self: 'this' }));
  for (const member of node.body.body) {
    switch (member.type) {
      case 'ClassMethod':
      case 'ClassPrivateMethod': {
        const key = propertyName(member.key);
        if (key === undefined) break;
        const role = member.kind === 'constructor' ? 'constructor' : member.kind === 'get' ? 'property' : member.static ? 'class-method' : 'method';
        const hidden = member.type === 'ClassPrivateMethod' || member.accessibility === 'private';
        const index = defineFunction(source, member, inside, { name: key, class: created.index, role, private: hidden, block });
        created.facts.methods[member.kind === 'set' ? `${key}=` : key] = index;
        break;
      }
      case 'ClassProperty':
      case 'ClassPrivateProperty':
      case 'ClassAccessorProperty': {
        const key = propertyName(member.key);
        if (key === undefined) break;
        const { value } = member;
        if (value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression') {
          const role = member.static ? 'class-method' : 'method';
          created.facts.methods[key] = defineFunction(source, value, inside, { name: key, class: created.index, role, block });
          break;
        }
        const type = 'typeAnnotation' in member ? annotation(member.typeAnnotation) : undefined;
        if (value && !member.static) {
          const start = initialisers();
          builder.assign(start, { kind: 'attribute', of: { kind: 'name', name: 'this' }, name: key }, expression(source, value, start), source.range(member.key), type);
          break;
        }
        const found: Value = value ? expression(source, value, place) : unknown;
        if (value || type) created.facts.fields.push({ name: key, value: found, at: source.range(member.key), perObject: !member.static, ...(type ? { type } : {}) });
        break;
      }
      case 'StaticBlock':
      case 'TSDeclareMethod':
      case 'TSIndexSignature':
        break;
      default:
        return member satisfies never;
    }
  }
  return name;
}
