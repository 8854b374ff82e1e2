// When two answers say the same, for answers of plain parts. Parts of facts, nodes and ranges are the same only where they are one object: an edit that
// leaves them as they are keeps them, and moves them.

export const sameItems = <T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean = Object.is): boolean =>
  a === b || (a.length === b.length && a.every((item, index) => same(item, b[index] as T)));

/** Objects of plain parts, each compared as it is. */
export const sameParts = (a: object, b: object): boolean => {
  const [mine, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(mine[key], other[key]));
};

export const sameMaps = <T>(a: ReadonlyMap<unknown, T>, b: ReadonlyMap<unknown, T>, same: (one: T, other: T) => boolean): boolean =>
  a.size === b.size && sameItems([...a.keys()], [...b.keys()]) && sameItems([...a.values()], [...b.values()], same);
