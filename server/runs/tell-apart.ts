// Recipes of the user that have one title: which file each of them is. Pure.
import type { CatalogEntry } from '../protocol.js';

/** The same entries; those that share a title get as much of the ends of their paths, in whole names, as tells them apart. */
export function tellApart(entries: readonly CatalogEntry[]): CatalogEntry[] {
  const sharing = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    const group = sharing.get(entry.title);
    if (group) group.push(entry);
    else sharing.set(entry.title, [entry]);
  }
  const where = new Map<string, string>();
  for (const group of sharing.values()) if (group.length > 1) for (const [id, end] of distinctEnds(group.map(({ id }) => id))) where.set(id, end);
  return entries.map((entry) => (where.has(entry.id) ? { ...entry, where: where.get(entry.id)! } : entry));
}

/** Of each path the shortest end that none of the others has. */
function distinctEnds(paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  let rest = paths.map((path) => ({ path, names: path.split(/[\\/]/).filter((name) => name !== '') }));
  for (let length = 1; rest.length > 0; length++) {
    const count = new Map<string, number>();
    const ends = rest.map(({ names }) => names.slice(-length).join('/'));
    for (const end of ends) count.set(end, (count.get(end) ?? 0) + 1);
    rest = rest.filter(({ path, names }, at) => {
      if (count.get(ends[at]!)! > 1 && length < names.length) return true;
      found.set(path, ends[at]!);
      return false;
    });
  }
  return found;
}
