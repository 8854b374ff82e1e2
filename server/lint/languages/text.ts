// Text and positions, and the comments that silence a rule. Knows no language.
import type { Silence } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';

export interface Lines {
  range(start: number, end: number): Range;
  whole: Range;
}

export function createLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const range = (start: number, end: number): Range => {
    const line = lineOf(start);
    // Most things end on the line where they begin.
    const endLine = end < (starts[line + 1] ?? Infinity) ? line : lineOf(end);
    return { line: line + 1, column: start - (starts[line] ?? 0) + 1, endLine: endLine + 1, endColumn: end - (starts[endLine] ?? 0) + 1 };
  };
  return { range, whole: range(0, 0) };
}

/**
 * Comments such as `# threadbook: ignore[lock-leak] released by the caller`.
 * Standing alone on a line, one speaks of the next line with code, else of its own line.
 */
export function findSilences(text: string, lines: Lines): Silence[] {
  if (!text.includes('threadbook: ignore')) return [];
  const found: Silence[] = [];
  const pattern = /^(.*?)(?:#|\/\/|\/\*)\s*threadbook: ignore(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)$/gm;
  for (const match of text.matchAll(pattern)) {
    const before = match[1] ?? '';
    const at = lines.range(match.index + before.length, match.index + match[0].length);
    const rest = text.slice(match.index + match[0].length + 1);
    const skipped = /^(?:[ \t]*(?:(?:#|\/\/)[^\n]*)?\n)*/.exec(rest)?.[0].split('\n').length ?? 1;
    found.push({
      line: before.trim() === '' ? at.line + skipped : at.line,
      rules: (match[2] ?? '').split(',').map((rule) => rule.trim()).filter(Boolean),
      reason: (match[3] ?? '').replace(/\*\/\s*$/, '').trim(),
      at,
    });
  }
  return found;
}

/**
 * The same string, cut loose from the text that it was taken out of: a piece of a text keeps the whole text in memory.
 * Equal strings become one.
 */
export function loose(piece: string): string {
  const before = pieces.get(piece);
  if (before !== undefined) return before;
  if (pieces.size > 100_000) pieces.clear();
  // A short piece is a copy already.
  const own: unknown = piece.length < shortest ? piece : JSON.parse(JSON.stringify(piece));
  const kept = typeof own === 'string' ? own : piece;
  pieces.set(kept, kept);
  return kept;
}

/** From this length on V8 lets a piece of a text refer to the text. */
const shortest = 13;
const pieces = new Map<string, string>();
