// What a script takes from other modules and gives to them, in both styles: import/export and require/module.exports.
import type { ExportAllDeclaration, ExportDefaultDeclaration, ExportNamedDeclaration, Expression, ImportDeclaration, Node, Statement, TSExportAssignment, VariableDeclarator } from '@babel/types';
import type { Place } from '../builder.js';
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
      exports.push({ name: 'default', value: expression(source, node.expression, place) });
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

/** `module.exports = { a, b }`, `module.exports = a`, `exports.a = b` */
export function commonExport(source: Source, node: Expression): void {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
  const { exports } = source.builder.facts;
  const { object } = node.left;
  const name = propertyName(node.left.property);
  const whole = object.type === 'Identifier' && object.name === 'module' && name === 'exports';
  const member = (object.type === 'Identifier' && object.name === 'exports') || (object.type === 'MemberExpression' && object.object.type === 'Identifier' && object.object.name === 'module');
  if (whole && node.right.type === 'ObjectExpression') {
    for (const property of node.right.properties) {
      const key = property.type === 'ObjectProperty' ? propertyName(property.key) : undefined;
      if (key !== undefined && property.type === 'ObjectProperty' && property.value.type === 'Identifier') exports.push({ name: key, value: { kind: 'name', name: property.value.name } });
    }
  } else if (whole && node.right.type === 'Identifier') exports.push({ name: 'default', value: { kind: 'name', name: node.right.name } });
  else if (member && name !== undefined && node.right.type === 'Identifier') exports.push({ name, value: { kind: 'name', name: node.right.name } });
}
