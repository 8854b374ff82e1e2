// What a script takes from other modules and gives to them, in both styles: import/export and require/module.exports.
import type { ExportAllDeclaration, ExportDefaultDeclaration, ExportNamedDeclaration, Expression, ImportDeclaration, Node, Statement, TSExportAssignment, VariableDeclarator } from '@babel/types';
import type { Value } from '../../facts/facts.js';
import { leads, type Place } from '../builder.js';
import { wholeModule } from '../../facts/facts.js';
import { expression, propertyName, type Source } from './expressions.js';

const nameOf = (node: { type: 'Identifier'; name: string } | { type: 'StringLiteral'; value: string }): string => (node.type === 'Identifier' ? node.name : node.value);

export function importStatement(source: Source, node: ImportDeclaration, place: Place): void {
  if (node.importKind === 'typeof') return;
  const module = node.source.value;
  for (const item of node.specifiers) {
    source.builder.declare(place, item.local.name);
    if (item.type === 'ImportNamespaceSpecifier') source.builder.facts.imports.push({ local: item.local.name, module });
    else source.builder.facts.imports.push({ local: item.local.name, module, name: item.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(item.imported) });
  }
}

export function exportStatement(source: Source, node: ExportNamedDeclaration | ExportDefaultDeclaration | ExportAllDeclaration | TSExportAssignment, place: Place, walk: (statement: Statement) => void): void {
  const { exports } = source.builder.facts;
  switch (node.type) {
    case 'ExportAllDeclaration':
      exports.push({ name: '*', module: node.source.value });
      return;
    case 'ExportDefaultDeclaration': {
      const { declaration } = node;
      if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
        walk(declaration);
        exports.push({ name: 'default', value: { kind: 'name', name: declaration.id?.name ?? 'default' } });
      } else if (declaration.type !== 'TSDeclareFunction') exports.push({ name: 'default', value: expression(source, declaration, place) });
      return;
    }
    case 'TSExportAssignment':
      for (const value of [expression(source, node.expression, place)]) exports.push({ name: 'default', value }, { name: wholeModule, value });
      return;
    case 'ExportNamedDeclaration':
      if (node.declaration) walk(node.declaration);
      for (const item of node.specifiers) {
        const exported = nameOf(item.exported);
        if (item.type === 'ExportNamespaceSpecifier') exports.push({ name: exported, module: node.source?.value ?? '' });
        else if (item.type === 'ExportSpecifier') exports.push(node.source ? { name: exported, module: node.source.value, from: item.local.name } : { name: exported, value: { kind: 'name', name: item.local.name } });
      }
      return;
    default:
      node satisfies never;
  }
}

/** `const { Mutex } = require('async-mutex')` is an import. */
export function requireCall(source: Source, declarator: VariableDeclarator, place: Place): boolean {
  const { init, id } = declarator;
  const module = requiredModule(init);
  if (module === undefined) {
    if (init?.type !== 'MemberExpression' || id.type !== 'Identifier') return false;
    const inner = requiredModule(init.object);
    const name = propertyName(init.property);
    if (inner === undefined || name === undefined) return false;
    source.builder.declare(place, id.name);
    source.builder.facts.imports.push({ local: id.name, module: inner, name });
    return true;
  }
  if (id.type === 'Identifier') {
    source.builder.declare(place, id.name);
    source.builder.facts.imports.push({ local: id.name, module });
    return true;
  }
  if (id.type !== 'ObjectPattern') return false;
  for (const property of id.properties) {
    if (property.type !== 'ObjectProperty' || property.value.type !== 'Identifier') continue;
    const name = propertyName(property.key);
    if (name === undefined) continue;
    source.builder.declare(place, property.value.name);
    source.builder.facts.imports.push({ local: property.value.name, module, name });
  }
  return true;
}

/** `require('m')`, also where a compiler has wrapped it: `__importDefault(require('m'))`. */
function requiredModule(node: Node | null | undefined): string | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const [first] = node.arguments;
  const called = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee;
  if (called.type !== 'Identifier') return undefined;
  if (/^_*(importDefault|importStar|interopRequire\w*|interopDefault|toESM)$/.test(called.name)) return requiredModule(first);
  if (called.name !== 'require') return undefined;
  return first?.type === 'StringLiteral' ? first.value : undefined;
}

/** `module.exports = { a, b() {} }`, `module.exports = class {}`, `exports.a = exports.b = a`. What is assigned has been walked already. */
export function commonExport(source: Source, node: Expression, value: Value, place: Place): void {
  // The names inside of a function say nothing outside of it.
  if (node.type !== 'AssignmentExpression' || node.operator !== '=' || place.index !== 0) return;
  commonExport(source, node.right, value, place);
  if (node.left.type !== 'MemberExpression' || !leads(value)) return;
  const { exports } = source.builder.facts;
  const { object } = node.left;
  const name = propertyName(node.left.property);
  const whole = object.type === 'Identifier' && object.name === 'module' && name === 'exports';
  const member = (object.type === 'Identifier' && object.name === 'exports') || (object.type === 'MemberExpression' && object.object.type === 'Identifier' && object.object.name === 'module' && propertyName(object.property) === 'exports');
  if (whole && value.kind === 'object') {
    for (const [key, item] of value.entries) if (key !== '' && leads(item)) exports.push({ name: key, value: item });
  } else if (whole) exports.push({ name: 'default', value }, { name: wholeModule, value });
  else if (member && name !== undefined) exports.push({ name, value });
  // `exports.read()` afterwards: the module knows itself by that name.
  if (whole || !member || source.builder.facts.imports.some(({ local }) => local === 'exports')) return;
  source.builder.declare(place, 'exports');
  source.builder.facts.imports.push({ local: 'exports', module: `./${source.builder.facts.path.replace(/^.*\//, '')}` });
}
