// Takes several locks in one ordered acquisition instead of one inside the other: `acquire(a, b)` of threadbook/threading, or sorted by id in Python.
import { l10n } from '../../l10n.js';
import { indentOf, nestedTakes, parts, type Fix, type LineEdit, type NestedTake, type Problem } from './fix.js';

export function orderedAcquire(problem: Problem): Fix[] {
  if (problem.rule === 'ordered-acquire-nested') return merged(problem);
  if (problem.rule !== 'lock-order-instances' && problem.rule !== 'lock-order-inversion') return [];
  const takes = nestedTakes(problem);
  // By ids only where the locks are of one class: the ways of an inversion need one order, which may be any.
  if (problem.python) return takes.filter(({ uri }) => uri === undefined).flatMap(({ outer, inner }) => sortedWith(problem, outer, inner));
  const each = takes.map((take) => ({ take, fix: joined(take) }));
  const own = each.flatMap(({ take, fix }) => (fix && take.uri === undefined ? [fix] : []));
  // Mended in one file only, the other way would still take one lock after the other.
  const apart = takes.length > 1 && takes.some(({ uri }) => uri !== undefined);
  return apart ? together(each.map(({ fix }) => fix)) : own;
}

/** For two objects of one class there is no order by name; their ids give one. */
function sortedWith({ rule, lines }: Problem, outer: number, inner: number): Fix[] {
  if (rule !== 'lock-order-instances') return [];
  const items = (line: number) => /^[ \t]*with (.+):[ \t]*$/.exec(lines[line] ?? '')?.[1];
  const above = parts(items(outer) ?? '');
  const below = outer === inner ? above.slice(1) : parts(items(inner) ?? '');
  const [a] = above;
  const [b] = below;
  if (!a || !b || below.length !== 1 || above.length !== (outer === inner ? 2 : 1) || / as \w+$/.test(a) || / as \w+$/.test(b)) return [];
  const names = ['first', 'second'];
  if (lines.some((line) => /\b(first|second)\b/.test(line))) return [];
  const indent = indentOf(lines[outer] ?? '');
  const head = [`${indent}${names.join(', ')} = sorted((${a}, ${b}), key=id)`, `${indent}with ${names.join(', ')}:`];
  if (outer === inner) return [{ title: l10n.t('Take {0} and {1} in the order of their ids', a, b), edits: [{ first: outer, last: outer, lines: head }], safe: false }];
  // What stood two steps in stands one step in.
  const body: string[] = [];
  const deep = indentOf(lines[inner] ?? '');
  const step = deep.slice(indent.length);
  let at = inner + 1;
  for (; at < lines.length; at++) {
    const text = lines[at] ?? '';
    if (text.trim() === '') body.push(text);
    else if (text.startsWith(deep + step)) body.push(indent + text.slice(deep.length));
    else break;
  }
  // Something after the inner block still stands in the outer one; or a string goes over lines.
  if ((lines[at] ?? '').startsWith(deep) || body.some((text) => /"""|'''/.test(text))) return [];
  while (body.at(-1)?.trim() === '') body.pop();
  return [{ title: l10n.t('Take {0} and {1} in the order of their ids', a, b), edits: [{ first: outer, last: inner + body.length, lines: [...head, ...body] }], safe: false }];
}

const holds = (text: string): RegExpExecArray | null => /^([ \t]*)using (\w+) = ([\w.#$[\]]+)\.hold\(\);?[ \t]*$/.exec(text);

/** One fix for all ways at once, where each of them can be mended. */
function together(fixes: readonly (Fix | undefined)[]): Fix[] {
  const all = fixes.filter((fix) => fix !== undefined);
  const [first] = all;
  return first && all.length === fixes.length ? [{ title: l10n.t('{0}, in every file', first.title), edits: distinct(all.flatMap(({ edits }) => edits)), safe: false }] : [];
}

/** Two ways in one file import once. */
const distinct = (edits: readonly LineEdit[]): LineEdit[] => [...new Map(edits.map((edit) => [`${edit.uri} ${edit.first}`, edit])).values()];

/** `using a = x.hold(); using b = y.hold();` of our own library. */
function joined({ uri, lines, outer, inner }: NestedTake): Fix | undefined {
  const above = holds(lines[outer] ?? '');
  const below = holds(lines[inner] ?? '');
  if (outer === inner || !above || !below || above[1] !== below[1] || usedLater(lines, inner, below[2] ?? '')) return undefined;
  const from = importOf(lines, 'acquire');
  if (!from) return undefined;
  const edits = [...from.edits, { first: outer, last: inner, lines: [`${above[1]}using ${above[2]} = acquire(${above[3]}, ${below[3]});`] }];
  return { title: l10n.t('Take {0} and {1} in one ordered acquire', above[3]!, below[3]!), edits: edits.map((edit) => (uri === undefined ? edit : { ...edit, uri })), safe: false };
}

/** Two calls of `acquire` in one block become one. */
function merged({ lines, steps, python }: Problem): Fix[] {
  const [outer, inner] = steps.filter(({ message }) => / takes /.test(message));
  if (python || !outer || !inner || inner.line <= outer.line) return [];
  const call = (line: number) => /^([ \t]*)using (\w+) = (?:(\w+)\.)?acquire\(([^()]*)\);?[ \t]*$/.exec(lines[line] ?? '');
  const above = call(outer.line);
  const below = call(inner.line);
  const between = lines.slice(outer.line + 1, inner.line);
  if (!above || !below || above[1] !== below[1] || between.some((text) => text.trim() !== '' && !text.startsWith(above[1] ?? '')) || usedLater(lines, inner.line, below[2] ?? '')) return [];
  const all = [...new Set([...parts(above[4] ?? ''), ...parts(below[4] ?? '')])];
  if (all.some((each) => /[{}]/.test(each))) return [];
  const head = `${above[1]}using ${above[2]} = ${above[3] ? `${above[3]}.` : ''}acquire(${all.join(', ')});`;
  return [{ title: l10n.t('Take {0} in one ordered acquire', all.join(', ')), edits: [{ first: outer.line, last: inner.line, lines: [head, ...between] }], safe: false }];
}

const usedLater = (lines: readonly string[], after: number, name: string): boolean => lines.slice(after + 1).some((text) => new RegExp(`\\b${name}\\b`).test(text));

/** That the name is imported from our library, with the edit that makes it so; undefined where the file imports nothing from there. */
function importOf(lines: readonly string[], name: string): { edits: Fix['edits'] } | undefined {
  for (const [at, text] of lines.entries()) {
    const found = /^import \{([^}]*)\} from (['"])(threadbook\/threading|[./\w-]*threading\/index\.js)\2;?/.exec(text);
    if (!found) continue;
    const names = parts(found[1] ?? '');
    if (names.includes(name)) return { edits: [] };
    return { edits: [{ first: at, last: at, lines: [text.replace(/\{[^}]*\}/, `{ ${[name, ...names].join(', ')} }`)] }] };
  }
  return undefined;
}
