// Turns `acquire … release` into a scope that gives the lock back on every way out, where the two stand in one block. Works on lines of text and
// offers nothing where it is not sure.

import { l10n } from '../../l10n.js';
import type { Fix, LineEdit, Problem } from './fix.js';

type ScopedRelease = LineEdit & { title: string };

export function scopedRelease({ rule, lines, line, python }: Problem): Fix[] {
  if (rule !== 'lock-leak') return [];
  const text = lines[line] ?? '';
  return (python ? [withBlock(lines, line, text)] : [usingHold(lines, line, text), tryFinally(lines, line, text)]).flatMap((found): Fix[] => {
    if (!found) return [];
    const { title, ...edit } = found;
    return [{ title, edits: [edit], safe: true }];
  });
}

/** With our own library, where a lock has a scope guard. It holds to the end of its block, so it gets a block of its own where something follows. */
function usingHold(lines: readonly string[], line: number, text: string): ScopedRelease | undefined {
  const found = /^([ \t]*)([\w.#]+)\.acquire\(\);?\s*$/.exec(text);
  if (!found || !lines.some((each) => /from ['"](threadbook\/threading|[./\w-]*threading\/index\.js)['"]/.test(each))) return undefined;
  const [, indent = '', lock = ''] = found;
  const last = endOfBlock(lines, line, indent, `${lock}.release()`);
  if (last === undefined || last === line + 1) return undefined;
  const body = lines.slice(line + 1, last);
  if (body.some((inner) => inner.includes(`${lock}.release`) || inner.includes('`') || /\bheld\b/.test(inner)) || declaresForLater(lines, body, last, indent)) return undefined;
  const next = lines.slice(last + 1).find((each) => each.trim() !== '') ?? '';
  const title = l10n.t('Hold {0} with using', lock);
  if (!next.startsWith(indent) || indent === '') {
    if (indent !== '') return { title, first: line, last, lines: [`${indent}using held = ${lock}.hold();`, ...body] };
  }
  const step = indent.includes('\t') ? '\t' : '  ';
  return { title, first: line, last, lines: [`${indent}{`, `${indent}${step}using held = ${lock}.hold();`, ...body.map((inner) => (inner.trim() === '' ? inner : step + inner)), `${indent}}`] };
}

function withBlock(lines: readonly string[], line: number, text: string): ScopedRelease | undefined {
  const found = /^([ \t]*)([\w.]+)\.acquire\(\)\s*$/.exec(text);
  const [, indent = '', lock = ''] = found ?? [];
  const last = found ? endOfBlock(lines, line, indent, `${lock}.release()`) : undefined;
  if (last === undefined || last === line + 1) return undefined;
  const body = lines.slice(line + 1, last);
  // A second release inside belongs to a way out that the block takes care of; what it guards may not be so simple.
  if (body.some((inner) => inner.includes(`${lock}.release`) && !isEarlyRelease(inner, lock)) || hasOpenString(body)) return undefined;
  const kept = body.filter((inner) => !isEarlyRelease(inner, lock));
  const step = indent.includes('\t') ? '\t' : '    ';
  if (leavesEmptyBlock(body, lock)) return undefined;
  return { title: l10n.t('Take {0} in a with block', lock), first: line, last, lines: [`${indent}with ${lock}:`, ...kept.map((inner) => (inner.trim() === '' ? inner : step + inner))] };
}

function tryFinally(lines: readonly string[], line: number, text: string): ScopedRelease | undefined {
  const named = /^([ \t]*)(?:const|let) (\w+) = await [\w.#]+\.acquire\(\w*\);?\s*$/.exec(text);
  const method = /^([ \t]*)(?:await )?([\w.#]+)\.acquire\(\);?\s*$/.exec(text);
  const indent = (named ?? method)?.[1] ?? '';
  const release = named ? `${named[2]}()` : method ? `${method[2]}.release()` : undefined;
  if (release === undefined) return undefined;
  const last = endOfBlock(lines, line, indent, release);
  if (last === undefined || last === line + 1) return undefined;
  const body = lines.slice(line + 1, last);
  if (body.some((inner) => inner.includes(release) || inner.includes('`')) || declaresForLater(lines, body, last, indent)) return undefined;
  const step = indent.includes('\t') ? '\t' : '  ';
  return { title: l10n.t('Give it back in a finally block'), first: line, last, lines: [text, `${indent}try {`, ...body.map((inner) => (inner.trim() === '' ? inner : step + inner)), `${indent}} finally {`, `${indent}${step}${release};`, `${indent}}`] };
}

/** The line of the release in the same block, with nothing less indented in between. */
function endOfBlock(lines: readonly string[], line: number, indent: string, release: string): number | undefined {
  for (let at = line + 1; at < lines.length; at++) {
    const text = lines[at] ?? '';
    if (text.trim() === '') continue;
    if (!text.startsWith(indent)) return undefined;
    const rest = text.slice(indent.length).trimEnd().replace(/;$/, '');
    if (rest === release) return at;
  }
  return undefined;
}

/** `lock.release()` right before a way out. */
const isEarlyRelease = (line: string, lock: string): boolean => line.trim() === `${lock}.release()`;

/** A release that is all there is in its block, or that is not followed by a way out, cannot just go. */
function leavesEmptyBlock(body: readonly string[], lock: string): boolean {
  return body.some((line, index) => {
    if (!isEarlyRelease(line, lock)) return false;
    const next = body[index + 1] ?? '';
    const depth = /^[ \t]*/.exec(line)?.[0] ?? '';
    return !(next.startsWith(depth) && /^(return|raise)\b/.test(next.slice(depth.length)));
  });
}

const hasOpenString = (body: readonly string[]): boolean => body.some((line) => /"""|'''/.test(line));

/** Names that are declared in the block would not be known after it. */
function declaresForLater(lines: readonly string[], body: readonly string[], last: number, indent: string): boolean {
  const names = body.flatMap((line) => (line.startsWith(indent) ? [...(/^(?:const|let|class|function) (\w+)/.exec(line.slice(indent.length))?.slice(1) ?? [])] : []));
  for (let at = last + 1; at < lines.length && ((lines[at] ?? '').trim() === '' || (lines[at] ?? '').startsWith(indent)); at++) if (names.some((name) => new RegExp(`\\b${name}\\b`).test(lines[at] ?? ''))) return true;
  return body.some((line) => line.startsWith(indent) && /^(?:const|let) [[{]/.test(line.slice(indent.length)));
}
