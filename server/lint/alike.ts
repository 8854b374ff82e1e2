// Compares and moves facts: two states of a piece of source are alike when they differ in positions alone. Knows nothing of what facts mean.
import type { FileFacts } from './facts.js';

const isPosition = (key: string): boolean => key === 'at';

/** Equal but for positions. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!alike(a[index], b[index])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const [mine, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let entries = 0;
  for (const key in mine) {
    if (mine[key] === undefined) continue;
    entries++;
    if (!isPosition(key) && !alike(mine[key], other[key])) return false;
  }
  for (const key in other) if (other[key] !== undefined) entries--;
  return entries === 0;
}

/** Copies the positions of one structure into another that is alike. */
export function move(into: unknown, from: unknown): void {
  if (typeof into !== 'object' || into === null || typeof from !== 'object' || from === null || into === from) return;
  if (Array.isArray(into)) {
    if (Array.isArray(from)) for (let index = 0; index < into.length; index++) move(into[index], from[index]);
    return;
  }
  for (const key in into) {
    const mine = (into as Record<string, unknown>)[key];
    const now = (from as Record<string, unknown>)[key];
    if (isPosition(key)) Object.assign(mine as object, now);
    else move(mine, now);
  }
}

/**
 * Puts the functions of `before` into `now` where they are alike, moved to where they stand now, so that who holds on to their parts goes on being
 * right. Answers the others. A function and those inside it are one: they see each other's names. Only for facts that look the same from outside.
 */
export function keepInward(before: FileFacts, now: FileFacts): number[] {
  const outermost = now.functions.map((_, index) => {
    let at = index;
    for (let up = now.functions[at]?.parent; up; up = now.functions[at]?.parent) at = up;
    return at;
  });
  const changed = new Set(now.functions.flatMap((facts, index) => (alike(before.functions[index], facts) ? [] : [outermost[index]])));
  return now.functions.flatMap((facts, index) => {
    if (changed.has(outermost[index])) return [index];
    const kept = before.functions[index];
    if (!kept) return [index];
    move(kept, facts);
    now.functions[index] = kept;
    return [];
  });
}
