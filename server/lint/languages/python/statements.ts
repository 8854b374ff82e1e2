// Python statements: definitions, assignments and control flow become facts.
import type { ClassFacts, Handler, Parameter, Test, Value } from '../../facts/facts.js';
import type { Builder, Place } from '../builder.js';
import { unknown } from '../builder.js';
import type { Lines } from '../text.js';
import { annotation, bind, expression, mangled, test, textOf, type Source } from './expressions.js';
import { child, field, fields, type Node } from './tree.js';

export function extractModule(text: string, lines: Lines, builder: Builder, root: Node): void {
  const source: Source = {
    text,
    range: (node) => lines.range(node.start, node.end),
    builder,
    lambda: (node, place) => lambda(source, node, place),
  };
  block(source, root, builder.top);
}

function block(source: Source, node: Node | undefined, place: Place): void {
  for (const part of node?.children ?? []) statement(source, part, place);
}

function statement(source: Source, node: Node, place: Place): void {
  const { builder } = source;
  switch (node.type) {
    case 'expression_statement':
      for (const part of node.children) {
        if (part.type === 'assignment') assignment(source, part, place);
        else if (part.type === 'augmented_assignment') augmented(source, part, place);
        else expression(source, part, place);
      }
      return;
    case 'function_definition':
      define(source, node, [], place);
      return;
    case 'class_definition':
      defineClass(source, node, [], place);
      return;
    case 'decorated_definition': {
      const decorators = node.children.filter((part) => part.type === 'decorator').map((part) => expression(source, part.children[0], place));
      const definition = field(node, 'definition');
      if (definition?.type === 'class_definition') defineClass(source, definition, decorators, place);
      else if (definition) define(source, definition, decorators, place);
      return;
    }
    case 'if_statement':
      ifStatement(source, node, fields(node, 'alternative'), 0, place);
      return;
    case 'while_statement':
      whileStatement(source, node, place);
      return;
    case 'for_statement': {
      const over = expression(source, field(node, 'right'), place);
      const left = field(node, 'left');
      place.out.push({
        kind: 'loop',
        test: { kind: 'unknown' },
        forever: false,
        before: [],
        body: builder.part(place, (inner) => {
          if (left) bind(source, left, { kind: 'item', of: over }, inner);
          block(source, field(node, 'body'), inner);
        }),
        otherwise: builder.part(place, (inner) => block(source, child(node, 'else_clause') && field(child(node, 'else_clause') ?? node, 'body'), inner)),
        at: source.range(node),
        over,
      });
      return;
    }
    case 'with_statement':
      withStatement(source, node, place);
      return;
    case 'try_statement':
      tryStatement(source, node, place);
      return;
    case 'match_statement': {
      expression(source, field(node, 'subject'), place);
      const arms = fields(field(node, 'body') ?? node, 'alternative').map((arm) => builder.part(place, (inner) => block(source, field(arm, 'consequence'), inner)));
      place.out.push({ kind: 'choose', arms: [...arms, []] });
      return;
    }
    case 'return_statement': {
      const value = expression(source, node.children[0], place);
      if (node.children[0]) place.function.returns.push(value);
      place.out.push({ kind: 'return', value, at: source.range(node) });
      return;
    }
    case 'raise_statement':
      node.children.forEach((part) => expression(source, part, place));
      place.out.push({ kind: 'throw', at: source.range(node) });
      return;
    case 'break_statement':
      place.out.push({ kind: 'break' });
      return;
    case 'continue_statement':
      place.out.push({ kind: 'continue' });
      return;
    case 'import_statement':
      for (const part of fields(node, 'name')) {
        const alias = field(part, 'alias');
        const name = textOf(source, alias ? (field(part, 'name') ?? part) : part);
        // `import a.b` binds `a`; the rest is reached through attributes.
        source.builder.facts.imports.push(alias ? { local: textOf(source, alias), module: name } : { local: name.split('.')[0] ?? name, module: name.split('.')[0] ?? name });
        builder.declare(place, alias ? textOf(source, alias) : (name.split('.')[0] ?? name));
      }
      return;
    case 'import_from_statement':
      importFrom(source, node, place);
      return;
    case 'delete_statement':
      node.children.forEach((part) => expression(source, part, place));
      return;
    case 'global_statement':
    case 'nonlocal_statement':
      return;
    case 'assert_statement':
      expression(source, node.children[0], place);
      return;
    case 'ERROR':
      node.children.forEach((part) => statement(source, part, place));
      return;
    case 'pass_statement':
      return;
    default:
      expression(source, node, place);
  }
}

function assignment(source: Source, node: Node, place: Place): Value {
  const left = field(node, 'left');
  const right = field(node, 'right');
  const type = annotation(source, field(node, 'type'));
  const value = right?.type === 'assignment' ? assignment(source, right, place) : right ? expression(source, right, place) : unknown;
  if (!left || (!right && !type)) return value;
  if (place.class !== undefined && left.type === 'identifier') {
    const owner = source.builder.facts.classes[place.class];
    if (owner) nameFields(value, owner);
    owner?.fields.push({ name: mangled(source, textOf(source, left), place), value, at: source.range(left), perObject: !right, ...(type ? { type } : {}) });
    return value;
  }
  bind(source, left, value, place, type);
  return value;
}

/** In a class's own body its earlier names are at hand as they are: `wakeup = Condition(lock)`. Elsewhere they are attributes of the class. */
function nameFields(value: Value, owner: ClassFacts): void {
  if (value.kind !== 'call') return;
  for (const given of value.arguments) {
    const { value: inner } = given;
    if (inner.kind === 'name' && owner.fields.some(({ name }) => name === inner.name)) given.value = { kind: 'attribute', of: { kind: 'name', name: owner.name }, name: inner.name };
  }
}

function augmented(source: Source, node: Node, place: Place): void {
  expression(source, field(node, 'right'), place);
  const left = field(node, 'left');
  if (!left) return;
  expression(source, left, place);
  if (left.type !== 'identifier') return;
  source.builder.declare(place, textOf(source, left));
  place.out.push({ kind: 'set', name: textOf(source, left), at: source.range(left) });
}

/** `alternatives` belong to the first `if`; those from `index` on to this one. */
function ifStatement(source: Source, node: Node, alternatives: readonly Node[], index: number, place: Place): void {
  const condition = field(node, 'condition');
  const asked: Test = condition ? test(source, condition, place) : { kind: 'unknown' };
  const next = alternatives[index];
  place.out.push({
    kind: 'branch',
    test: asked,
    yes: source.builder.part(place, (inner) => block(source, field(node, 'consequence'), inner)),
    no: source.builder.part(place, (inner) => {
      if (next?.type === 'elif_clause') ifStatement(source, next, alternatives, index + 1, inner);
      else if (next) block(source, field(next, 'body'), inner);
    }),
  });
}

function whileStatement(source: Source, node: Node, place: Place): void {
  const condition = field(node, 'condition');
  let asked: Test = { kind: 'unknown' };
  const before = source.builder.part(place, (inner) => {
    if (condition) asked = test(source, condition, inner);
  });
  const alternative = child(node, 'else_clause');
  const forever = condition !== undefined && /^\(?\s*(True|1)\s*\)?$/.test(textOf(source, condition));
  place.out.push({
    kind: 'loop',
    test: forever ? { kind: 'unknown' } : asked,
    forever,
    before,
    body: source.builder.part(place, (inner) => block(source, field(node, 'body'), inner)),
    otherwise: source.builder.part(place, (inner) => block(source, alternative && field(alternative, 'body'), inner)),
    at: source.range(condition ?? node),
  });
}

function withStatement(source: Source, node: Node, place: Place): void {
  const items = (child(node, 'with_clause')?.children ?? []).filter((part) => part.type === 'with_item');
  const asynchronous = source.text.startsWith('async', node.start);
  // Each item's expression is evaluated after the items before it were entered, hence the nesting.
  const next = (index: number, inner: Place): void => {
    const item = items[index];
    if (!item) {
      block(source, field(node, 'body'), inner);
      return;
    }
    const held = field(item, 'value') ?? item;
    const alias = held.type === 'as_pattern' ? field(held, 'alias')?.children[0] : undefined;
    const subject = held.type === 'as_pattern' ? held.children[0] : held;
    const value = expression(source, subject, inner);
    if (asynchronous && value.kind === 'call') value.awaited = true;
    inner.out.push({
      kind: 'with',
      items: [{ value, at: source.range(subject ?? held), ...(alias?.type === 'identifier' ? { as: textOf(source, alias) } : {}) }],
      asynchronous,
      body: source.builder.part(inner, (deeper) => {
        if (alias) bind(source, alias, value, deeper);
        next(index + 1, deeper);
      }),
    });
  };
  next(0, place);
}

function tryStatement(source: Source, node: Node, place: Place): void {
  const { builder } = source;
  const handlers = node.children
    .filter((part) => part.type === 'except_clause' || part.type === 'except_group_clause')
    .map((clause): Handler => {
      const body = clause.children.find((part) => part.type === 'block');
      const caught = clause.children.filter((part) => part !== body);
      const text = caught.map((part) => textOf(source, part)).join(' ');
      return {
        catchesAll: caught.length === 0 || /\b(Base)?Exception\b/.test(text),
        body: builder.part(place, (inner) => {
          const alias = caught[0]?.type === 'as_pattern' ? field(caught[0], 'alias')?.children[0] : undefined;
          if (alias) bind(source, alias, unknown, inner);
          block(source, body, inner);
        }),
      };
    });
  const otherwise = child(node, 'else_clause');
  const last = child(node, 'finally_clause');
  place.out.push({
    kind: 'try',
    body: builder.part(place, (inner) => block(source, field(node, 'body'), inner)),
    handlers,
    otherwise: builder.part(place, (inner) => block(source, otherwise && field(otherwise, 'body'), inner)),
    finally: builder.part(place, (inner) => block(source, last && child(last, 'block'), inner)),
  });
}

function importFrom(source: Source, node: Node, place: Place): void {
  const module = field(node, 'module_name');
  if (!module) return;
  const from = textOf(source, module).replace(/\s+/g, '');
  if (child(node, 'wildcard_import')) {
    source.builder.facts.imports.push({ local: '*', module: from, all: true });
    return;
  }
  for (const part of fields(node, 'name')) {
    const alias = field(part, 'alias');
    const name = textOf(source, alias ? (field(part, 'name') ?? part) : part);
    const local = alias ? textOf(source, alias) : name;
    source.builder.facts.imports.push({ local, module: from, name });
    source.builder.declare(place, local);
  }
}

function parameters(source: Source, list: Node | undefined, place: Place): Parameter[] {
  const found: Parameter[] = [];
  let keyword = false;
  for (const part of list?.children ?? []) {
    const named = part.type === 'identifier' ? part : (field(part, 'name') ?? part.children[0]);
    if (part.type === 'keyword_separator') keyword = true;
    if (!named) continue;
    const splat = part.type === 'list_splat_pattern' || part.type === 'dictionary_splat_pattern' ? part : named.type.endsWith('splat_pattern') ? named : undefined;
    const name = splat ? splat.children[0] : named;
    if (name?.type !== 'identifier') continue;
    const type = annotation(source, field(part, 'type'));
    const value = field(part, 'value');
    found.push({
      name: textOf(source, name),
      ...(type ? { type } : {}),
      ...(value ? { default: expression(source, value, place) } : {}),
      ...(splat ? { rest: true as const } : {}),
      ...(keyword ? { keyword: true as const } : {}),
    });
    if (splat) keyword = true;
  }
  return found;
}

function define(source: Source, node: Node, decorators: Value[], place: Place): void {
  const { builder } = source;
  const named = field(node, 'name');
  if (!named) return;
  const name = textOf(source, named);
  const has = (word: string): boolean => decorators.some((value) => (value.kind === 'name' || value.kind === 'attribute') && value.name === word);
  const method = place.class !== undefined;
  const taken = parameters(source, field(node, 'parameters'), place);
  // A function in a class's body that is handed a function is a decorator for the methods below it.
  const decorates = /^(func|fn|f|function|method|meth|wrapped|callable)$/.test(taken[0]?.name ?? '');
  const role = !method ? 'function' : has('staticmethod') || decorates ? 'static' : has('classmethod') ? 'class-method' : has('property') || has('cached_property') || has('reify') ? 'property' : name === '__init__' || name === '__new__' ? 'constructor' : 'method';
  const returnType = annotation(source, field(node, 'return_type'));
  const first = taken[0]?.name;
  const inner = builder.addFunction(place, {
    name,
    at: source.range(named),
    parameters: taken,
    decorators,
    asynchronous: source.text.startsWith('async', node.start),
    generator: false,
    role,
    private: name.startsWith('_') && !(name.startsWith('__') && name.endsWith('__')),
    ...(method ? { class: place.class } : {}),
    ...(method && role !== 'static' && first ? { self: first } : {}),
    ...(returnType ? { returnType } : {}),
  });
  const setter = decorators.some((value) => value.kind === 'attribute' && /^(setter|deleter|getter)$/.test(value.name));
  const owner = place.class === undefined ? undefined : builder.facts.classes[place.class];
  // A property's setter shares its name; reading the property is what calls look for.
  if (owner) owner.methods[setter ? `${name}=` : mangled(source, name, place)] = inner.index;
  else {
    builder.declare(place, name);
    builder.facts.declared.push({ name, in: place.index, function: inner.index, at: source.range(named) });
  }
  body(source, field(node, 'body'), inner);
}

/** Names that the function says belong to somebody else are taken out of its own. */
function body(source: Source, node: Node | undefined, inner: Place): void {
  block(source, node, inner);
  const foreign = new Set<string>();
  const search = (part: Node): void => {
    if (part.type === 'function_definition' || part.type === 'class_definition') return;
    if (part.type === 'global_statement' || part.type === 'nonlocal_statement') part.children.forEach((name) => foreign.add(textOf(source, name)));
    else part.children.forEach(search);
  };
  if (node) search(node);
  if (foreign.size === 0) return;
  inner.function.locals = inner.function.locals.filter((name) => !foreign.has(name));
  const { functions } = source.builder.facts;
  const own = inner.function.assignments.filter((item) => item.target.kind === 'name' && foreign.has(item.target.name));
  // What is assigned to a global is remembered where the global lives.
  functions[0]?.assignments.push(...own);
  for (const item of own) {
    const top = functions[0];
    if (top && item.target.kind === 'name' && !top.locals.includes(item.target.name)) top.locals.push(item.target.name);
  }
}

function defineClass(source: Source, node: Node, decorators: Value[], place: Place): void {
  const named = field(node, 'name');
  if (!named) return;
  const name = textOf(source, named);
  const bases = (field(node, 'superclasses')?.children ?? []).filter((part) => part.type !== 'keyword_argument').map((part) => expression(source, part, place));
  const created = source.builder.addClass(place, { name, at: source.range(named), bases, decorators });
  if (place.class === undefined) source.builder.declare(place, name);
  source.builder.facts.declared.push({ name, in: place.class === undefined ? place.index : -1 - place.class, class: created.index, at: source.range(named) });
  block(source, field(node, 'body'), { ...place, class: created.index });
}

function lambda(source: Source, node: Node, place: Place): number {
  const inner = source.builder.addFunction(
    { ...place },
    {
      name: '<lambda>',
      at: source.range(node),
      parameters: parameters(source, field(node, 'parameters'), place),
      decorators: [],
      asynchronous: false,
      generator: false,
      role: 'function',
      private: true,
    },
  );
  const value = expression(source, field(node, 'body'), inner);
  inner.function.returns.push(value);
  inner.out.push({ kind: 'return', value, at: source.range(node) });
  return inner.index;
}
