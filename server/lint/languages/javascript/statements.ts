// JavaScript and TypeScript statements: declarations and control flow become facts. Classes are in classes.ts, modules in modules.ts.
import type { Node, Program, Statement as Syntax, VariableDeclaration } from '@babel/types';
import type { FunctionFacts, Statement, Test, Value } from '../../facts/facts.js';
import type { Builder, Place } from '../builder.js';
import { unknown } from '../builder.js';
import type { Lines } from '../text.js';
import { defineClass, defineFunction } from './classes.js';
import { annotation, bind, expression, markAwaited, test, type Source } from './expressions.js';
import { commonExport, exportStatement, importStatement, requireCall } from './modules.js';

const switchLabel = '#switch';

export function extractProgram(text: string, lines: Lines, builder: Builder, program: Program): void {
  const source: Source = {
    text,
    range: (node) => lines.range(node.start ?? 0, node.end ?? 0),
    builder,
    nested: (node, place, name) => defineFunction(source, node, place, { name: name || 'callback', block: walk }),
    classExpression: (node, place) => ({ kind: 'name', name: defineClass(source, node, place, walk) }),
  };
  block(source, program.body, builder.top);
  bringHome(builder.facts.functions);
}

/** What a function assigns to a name of a function around it is remembered where the name lives. */
function bringHome(functions: readonly FunctionFacts[]): void {
  const owns = (made: FunctionFacts): ReadonlySet<string> => new Set([...made.locals, ...made.parameters.map((parameter) => parameter.name)]);
  const names = functions.map(owns);
  functions.forEach((made, index) => {
    if (made.parent === undefined) return;
    made.assignments = made.assignments.filter((assignment) => {
      const name = rootName(assignment.target);
      if (name === undefined || names[index]?.has(name)) return true;
      let home = made.parent;
      while (home !== undefined && !names[home]?.has(name)) home = functions[home]?.parent;
      if (home === undefined) return true;
      functions[home]?.assignments.push(assignment);
      return false;
    });
  });
}

const rootName = (target: Value): string | undefined => (target.kind === 'name' ? target.name : target.kind === 'item' ? rootName(target.of) : undefined);

const walk = (source: Source, body: Node, place: Place): void => {
  if (body.type === 'BlockStatement') block(source, body.body, place);
  else {
    const value = expression(source, body, place);
    markAwaited(value);
    place.function.returns.push(value);
    place.out.push({ kind: 'return', value, at: source.range(body) });
  }
};

/** `using` holds what it names until the block ends, so the rest of the block stands inside it. */
function block(source: Source, statements: readonly Syntax[], place: Place): void {
  for (const statement of statements) if (statement.type === 'FunctionDeclaration') source.builder.declare(place, statement.id?.name ?? '');
  statements.forEach((statement, index) => {
    const inside = place.out;
    if (statement.type === 'VariableDeclaration' && (statement.kind === 'using' || statement.kind === 'await using')) {
      if (handled.has(statement)) return;
      handled.add(statement);
      const rest = statements.slice(index + 1);
      const [declarator] = statement.declarations;
      const value = expression(source, declarator?.init, place);
      markAwaited(value);
      const name = declarator?.id.type === 'Identifier' ? declarator.id.name : undefined;
      inside.push({
        kind: 'with',
        items: [{ value, at: source.range(declarator?.init ?? statement), ...(name === undefined ? {} : { as: name }) }],
        asynchronous: statement.kind === 'await using',
        body: source.builder.part(place, (inner) => {
          if (declarator) bind(source, declarator.id, value, inner, undefined, true);
          block(source, rest, inner);
        }),
      });
      rest.forEach((item) => taken.add(item));
      return;
    }
    if (!taken.has(statement)) oneStatement(source, statement, place);
  });
}

/** Statements that stand inside a `using` before them. */
const taken = new WeakSet<Node>();
const handled = new WeakSet<Node>();

function part(source: Source, node: Syntax | null | undefined, place: Place): Statement[] {
  return source.builder.part(place, (inner) => {
    if (node) block(source, node.type === 'BlockStatement' ? node.body : [node], inner);
  });
}

function oneStatement(source: Source, node: Syntax, place: Place): void {
  const { builder } = source;
  switch (node.type) {
    case 'ExpressionStatement':
      commonExport(source, node.expression, expression(source, node.expression, place), place);
      return;
    case 'VariableDeclaration':
      variables(source, node, place);
      return;
    case 'FunctionDeclaration':
      defineFunction(source, node, place, { name: node.id?.name ?? 'default', declared: true, block: walk });
      return;
    case 'ClassDeclaration':
      defineClass(source, node, place, walk);
      return;
    case 'BlockStatement':
      block(source, node.body, place);
      return;
    case 'IfStatement': {
      const asked = test(source, node.test, place);
      place.out.push({ kind: 'branch', test: asked, yes: part(source, node.consequent, place), no: part(source, node.alternate, place) });
      return;
    }
    case 'ForStatement': {
      if (node.init?.type === 'VariableDeclaration') variables(source, node.init, place);
      else expression(source, node.init, place);
      let asked: Test = { kind: 'unknown' };
      const before = builder.part(place, (inner) => {
        if (node.test) asked = test(source, node.test, inner);
      });
      const body = part(source, node.body, place);
      const update = builder.part(place, (inner) => expression(source, node.update, inner));
      place.out.push({ kind: 'loop', test: asked, forever: !node.test, before, body: [...body, ...update], otherwise: [], at: source.range(node.test ?? node) });
      return;
    }
    case 'WhileStatement': {
      let asked: Test = { kind: 'unknown' };
      const before = builder.part(place, (inner) => (asked = test(source, node.test, inner)));
      const forever = node.test.type === 'BooleanLiteral' && node.test.value;
      place.out.push({ kind: 'loop', test: asked, forever, before, body: part(source, node.body, place), otherwise: [], at: source.range(node.test) });
      return;
    }
    case 'DoWhileStatement': {
      const body = part(source, node.body, place);
      const last = builder.part(place, (inner) => {
        const asked = test(source, node.test, inner);
        inner.out.push({ kind: 'branch', test: asked, yes: [], no: [{ kind: 'break' }] });
      });
      place.out.push({ kind: 'loop', test: { kind: 'unknown' }, forever: true, before: [], body: [...body, ...last], otherwise: [], at: source.range(node.test) });
      return;
    }
    case 'ForOfStatement':
    case 'ForInStatement': {
      const over = expression(source, node.right, place);
      const body = builder.part(place, (inner) => {
        const item = node.type === 'ForOfStatement' ? ({ kind: 'item', of: over } as const) : unknown;
        const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
        if (target) bind(source, target, item, inner, undefined, node.left.type === 'VariableDeclaration');
        block(source, node.body.type === 'BlockStatement' ? node.body.body : [node.body], inner);
      });
      place.out.push({ kind: 'loop', test: { kind: 'unknown' }, forever: false, before: [], body, otherwise: [], at: source.range(node.right), over });
      return;
    }
    case 'TryStatement':
      place.out.push({
        kind: 'try',
        body: part(source, node.block, place),
        handlers: node.handler
          ? [{ catchesAll: true, body: builder.part(place, (inner) => {
              if (node.handler?.param) bind(source, node.handler.param, unknown, inner, undefined, true);
              block(source, node.handler?.body.body ?? [], inner);
            }) }]
          : [],
        otherwise: [],
        finally: part(source, node.finalizer, place),
      });
      return;
    case 'SwitchStatement': {
      expression(source, node.discriminant, place);
      const arms: Statement[][] = node.cases.map((item) => builder.part(place, (inner) => block(source, item.consequent, inner)));
      const marked = arms.map(switchBreaks);
      // A case that does not leave goes on into the next one.
      for (let index = marked.length - 2; index >= 0; index--) {
        const arm = marked[index] ?? [];
        const last = arm[arm.length - 1]?.kind;
        if (last !== 'break' && last !== 'return' && last !== 'throw' && last !== 'continue') marked[index] = [...arm, ...(marked[index + 1] ?? [])];
      }
      const complete = node.cases.some((item) => item.test === null || item.test === undefined);
      place.out.push({ kind: 'labelled', label: switchLabel, body: [{ kind: 'choose', arms: complete ? marked : [...marked, []] }] });
      return;
    }
    case 'ReturnStatement': {
      const value = expression(source, node.argument, place);
      if (node.argument) {
        markAwaited(value);
        place.function.returns.push(value);
      }
      place.out.push({ kind: 'return', value, at: source.range(node) });
      return;
    }
    case 'ThrowStatement':
      expression(source, node.argument, place);
      place.out.push({ kind: 'throw', at: source.range(node) });
      return;
    case 'BreakStatement':
      place.out.push(node.label ? { kind: 'break', label: node.label.name } : { kind: 'break' });
      return;
    case 'ContinueStatement':
      place.out.push(node.label ? { kind: 'break', label: `continue ${node.label.name}` } : { kind: 'continue' });
      return;
    case 'LabeledStatement': {
      const body = part(source, node.body, place);
      // `continue label` leaves the inner loops and goes on with the labelled one.
      const rounds = body.map((item): Statement => (item.kind === 'loop' ? { ...item, body: [{ kind: 'labelled', label: `continue ${node.label.name}`, body: item.body }] } : item));
      place.out.push({ kind: 'labelled', label: node.label.name, body: rounds });
      return;
    }
    case 'ImportDeclaration':
      importStatement(source, node, place);
      return;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
    case 'TSExportAssignment':
      exportStatement(source, node, place, (inner) => oneStatement(source, inner, place));
      return;
    case 'TSModuleDeclaration':
      if (node.body.type === 'TSModuleBlock') block(source, node.body.body, place);
      return;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        builder.facts.imports.push({ local: node.id.name, module: node.moduleReference.expression.value });
        builder.declare(place, node.id.name);
      }
      return;
    default:
  }
}

function variables(source: Source, node: VariableDeclaration, place: Place): void {
  if (node.declare) return;
  for (const declarator of node.declarations) {
    if (requireCall(source, declarator, place)) continue;
    const hint = declarator.id.type === 'Identifier' ? declarator.id.name : '';
    const written = declarator.id.type === 'Identifier' || declarator.id.type === 'ObjectPattern' || declarator.id.type === 'ArrayPattern' ? declarator.id.typeAnnotation : undefined;
    const value = declarator.init ? expression(source, declarator.init, place, hint) : unknown;
    bind(source, declarator.id, value, place, annotation(written), true);
  }
}

/** Inside a switch a plain `break` leaves the switch. */
function switchBreaks(statements: Statement[]): Statement[] {
  return statements.map((statement): Statement => {
    switch (statement.kind) {
      case 'break':
        return statement.label === undefined ? { kind: 'break', label: switchLabel } : statement;
      case 'branch':
        return { ...statement, yes: switchBreaks(statement.yes), no: switchBreaks(statement.no) };
      case 'with':
      case 'labelled':
        return { ...statement, body: switchBreaks(statement.body) };
      case 'choose':
        return { ...statement, arms: statement.arms.map(switchBreaks) };
      case 'try':
        return {
          ...statement,
          body: switchBreaks(statement.body),
          handlers: statement.handlers.map((handler) => ({ ...handler, body: switchBreaks(handler.body) })),
          otherwise: switchBreaks(statement.otherwise),
          finally: switchBreaks(statement.finally),
        };
      case 'call':
      case 'set':
      case 'loop':
      case 'return':
      case 'throw':
      case 'continue':
      case 'yield':
      case 'await':
        return statement;
      default:
        return statement satisfies never;
    }
  });
}
