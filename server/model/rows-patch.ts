// The difference between two sets of rows. Pure.
import type { Row } from '../protocol.js';

export function rowsPatch(before: ReadonlyMap<string, Row>, after: readonly Row[]): { changed: Row[]; removed: string[] } {
  const changed = after.filter((row) => !sameRow(before.get(row.id), row));
  const left = new Set(after.map((row) => row.id));
  return { changed, removed: [...before.keys()].filter((id) => !left.has(id)) };
}

function sameRow(a: Row | undefined, b: Row): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
