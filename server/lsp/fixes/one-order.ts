// Takes two locks the other way round, where one is taken right inside the other, so that both ways of an inversion have one order.
import { l10n } from '../../l10n.js';
import { indentOf, nestedTakes, parts, placeText, type Fix, type LineEdit, type Problem } from './fix.js';

export function oneOrder(problem: Problem): Fix[] {
  if (problem.rule !== 'lock-order-inversion' && problem.rule !== 'declared-order-broken') return [];
  return nestedTakes(problem).flatMap(({ uri, lines, outer, inner }) => {
    const swapped = problem.python ? swappedWith(lines, outer, inner) : (swappedUsing(lines, outer, inner) ?? swappedExclusive(lines, outer, inner));
    if (!swapped) return [];
    if (uri !== undefined) return [{ title: l10n.t('Take {0} before {1} in {2}', swapped.first, swapped.second, placeText(uri, outer)), edits: [{ ...swapped.edit, uri }], safe: false }];
    const here = outer === problem.line || inner === problem.line;
    const title = here ? l10n.t('Take {0} before {1} here', swapped.first, swapped.second) : l10n.t('Take {0} before {1} in line {2}', swapped.first, swapped.second, outer + 1);
    return [{ title, edits: [swapped.edit], safe: false }];
  });
}

interface Swapped {
  first: string;
  second: string;
  edit: LineEdit;
}

/** `with a: with b:` or `with a, b:`. */
function swappedWith(lines: readonly string[], outer: number, inner: number): Swapped | undefined {
  const items = (line: number) => /^[ \t]*((?:async )?with) (.+?):[ \t]*(#.*)?$/.exec(lines[line] ?? '');
  const above = items(outer);
  const below = items(inner);
  if (!above || !below || above[1] !== below[1]) return undefined;
  const comment = (found: RegExpExecArray): string => (found[3] ? `  ${found[3]}` : '');
  const first = parts(above[2] ?? '');
  if (outer === inner) {
    const [a, b] = first;
    if (first.length !== 2 || !a || !b || dependsOn(b, a)) return undefined;
    return { first: named(b), second: named(a), edit: { first: outer, last: outer, lines: [`${indentOf(lines[outer] ?? '')}${above[1]} ${b}, ${a}:${comment(above)}`] } };
  }
  const second = parts(below[2] ?? '');
  const [a] = first;
  const [b] = second;
  if (first.length !== 1 || second.length !== 1 || !a || !b || dependsOn(b, a)) return undefined;
  const line = (at: number, item: string, found: RegExpExecArray): string => `${indentOf(lines[at] ?? '')}${found[1]} ${item}:${comment(found)}`;
  return { first: named(b), second: named(a), edit: { first: outer, last: inner, lines: [line(outer, b, above), line(inner, a, below)] } };
}

/** `using a = x.hold(); using b = y.hold();`, or the like with `acquire`. */
function swappedUsing(lines: readonly string[], outer: number, inner: number): Swapped | undefined {
  const take = (line: number) => /^([ \t]*)(?:(?:await )?using|const) (\w+) = (?:await )?([\w.#$[\]]+)\.(?:hold|holdAsync|lock|acquire)\(\);?[ \t]*$/.exec(lines[line] ?? '');
  const above = take(outer);
  const below = take(inner);
  if (outer === inner || !above || !below || above[1] !== below[1] || new RegExp(`\\b${above[2]}\\b`).test(below[3] ?? '')) return undefined;
  return { first: below[3] ?? '', second: above[3] ?? '', edit: { first: outer, last: inner, lines: [lines[inner] ?? '', lines[outer] ?? ''] } };
}

/** `a.runExclusive(() => b.runExclusive(…))`, on one line or with the second on a line of its own. */
function swappedExclusive(lines: readonly string[], outer: number, inner: number): Swapped | undefined {
  const call = /([\w.#$]+)\.runExclusive\(/g;
  const above = [...(lines[outer] ?? '').matchAll(call)];
  const below = outer === inner ? above.slice(1) : [...(lines[inner] ?? '').matchAll(call)];
  const [a] = above;
  const [b] = below;
  if (!a?.[1] || !b?.[1] || below.length !== 1 || above.length !== (outer === inner ? 2 : 1)) return undefined;
  const between = outer === inner ? (lines[outer] ?? '').slice(a.index + a[0].length, b.index) : `${(lines[outer] ?? '').slice(a.index + a[0].length)} ${(lines[inner] ?? '').slice(0, b.index)}`;
  // Nothing but the way into the function may stand in between.
  if (!/^(async )?\(\w*\) =>\s*\{?\s*(return |await |return await )?$/.test(between)) return undefined;
  const put = (text: string, at: number, from: string, to: string): string => text.slice(0, at) + to + text.slice(at + from.length);
  const edit =
    outer === inner
      ? { first: outer, last: outer, lines: [put(put(lines[outer] ?? '', b.index, b[1], a[1]), a.index, a[1], b[1])] }
      : { first: outer, last: inner, lines: [put(lines[outer] ?? '', a.index, a[1], b[1]), put(lines[inner] ?? '', b.index, b[1], a[1])] };
  return { first: b[1], second: a[1], edit };
}

const named = (item: string): string => item.replace(/ as \w+$/, '');

/** The second item uses the name that the first one binds. */
function dependsOn(second: string, first: string): boolean {
  const name = / as (\w+)$/.exec(first)?.[1];
  return name !== undefined && new RegExp(`\\b${name}\\b`).test(second);
}
