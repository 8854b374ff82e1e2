// What somebody may have meant who mistyped a name. Pure.

/** The names that are a slip of the fingers away from what was typed, nearest first. */
export function similarNames(typed: string, names: readonly string[]): string[] {
  const slips = Math.max(1, Math.floor(typed.length / 4));
  return names
    .map((name) => ({ name, slips: slipsBetween(typed.toLowerCase(), name.toLowerCase()) }))
    .filter((each) => each.slips <= slips)
    .sort((a, b) => a.slips - b.slips)
    .map(({ name }) => name);
}

/** Letters that were left out, added, mistaken, or typed in the wrong order (two neighbours are one slip): the distance of Damerau, each place counted once. */
export function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + other);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
