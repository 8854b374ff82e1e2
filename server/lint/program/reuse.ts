// Keeps what an edit has not changed: parts of new facts that are like parts of the old ones, but for positions, become the old parts, moved to
// where they stand now. So who holds on to them goes on being right. Knows nothing of what facts mean.
import type { ClassFacts, FunctionFacts } from '../facts/facts.js';

/** Which function of the old facts one of the new facts is. */
export type Paired = (index: number) => number | undefined;

export type Reuse = <T>(old: T, now: T) => T;

const isPosition = (key: string): boolean => key === 'at';

/** The parts of one function or class, those old ones that can be kept put in. What it does to `now` shows in its parts. */
export function reuseFunction(old: FunctionFacts, now: FunctionFacts, paired: Paired): void {
  const reuse = wholly(old, now, paired) ? move : createReuse(paired);
  now.body = reuse(old.body, now.body);
  now.assignments = reuse(old.assignments, now.assignments);
  now.returns = reuse(old.returns, now.returns);
  now.parameters = reuse(old.parameters, now.parameters);
  now.decorators = reuse(old.decorators, now.decorators);
  now.locals = reuse(old.locals, now.locals);
  if (old.returnType && now.returnType) now.returnType = reuse(old.returnType, now.returnType);
  now.at = Object.assign(old.at, now.at);
}

export function reuseClass(old: ClassFacts, now: ClassFacts, paired: Paired): void {
  const reuse = createReuse(paired);
  now.fields = reuse(old.fields, now.fields);
  now.bases = reuse(old.bases, now.bases);
  now.decorators = reuse(old.decorators, now.decorators);
  now.at = Object.assign(old.at, now.at);
}

const wholly = (old: FunctionFacts, now: FunctionFacts, paired: Paired): boolean =>
  ([old.body, old.assignments, old.returns, old.parameters, old.decorators, old.locals, old.returnType] as unknown[]).every((part, index) =>
    alike(part, [now.body, now.assignments, now.returns, now.parameters, now.decorators, now.locals, now.returnType][index], paired),
  );

/** Equal but for positions. */
function alike(old: unknown, now: unknown, paired: Paired): boolean {
  if (old === now) return true;
  if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null) return false;
  if (Array.isArray(old)) {
    if (!Array.isArray(now) || old.length !== now.length) return false;
    for (let index = 0; index < old.length; index++) if (!alike(old[index], now[index], paired)) return false;
    return true;
  }
  if (Array.isArray(now)) return false;
  const [mine, other] = [old as Record<string, unknown>, now as Record<string, unknown>];
  let entries = 0;
  for (const key in mine) {
    if (mine[key] === undefined) continue;
    entries++;
    if (isPosition(key)) {
      if (other[key] === undefined) return false;
    } else if (key === 'index' && typeof other[key] === 'number') {
      if (paired(other[key]) !== mine[key]) return false;
    } else if (!alike(mine[key], other[key], paired)) return false;
  }
  for (const key in other) if (other[key] !== undefined) entries--;
  return entries === 0;
}

/** The old structure, with the positions and numbers of one that is alike. */
export function move<T>(old: T, now: T): T {
  if (typeof old !== 'object' || old === null || typeof now !== 'object' || now === null || old === now) return now;
  if (Array.isArray(old)) {
    if (Array.isArray(now)) for (let index = 0; index < old.length; index++) old[index] = move(old[index], now[index]);
    return old;
  }
  for (const key in old) {
    if (isPosition(key)) Object.assign(old[key] as object, now[key]);
    else old[key] = move(old[key], now[key]);
  }
  return old;
}

/**
 * Each part is kept for one part of the new facts alone, and one that stands in several places (a call in the body and in an assignment) goes on
 * being one part.
 */
function createReuse(paired: Paired): Reuse {
  const decided = new Map<object, object>();
  const taken = new Map<object, object>();

  function fits(old: unknown, now: unknown): boolean {
    if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null) return old === now;
    const decision = decided.get(now);
    if (decision !== undefined) return decision === old;
    const owner = taken.get(old);
    if (owner !== undefined && owner !== now) return false;
    if (Array.isArray(old)) return Array.isArray(now) && old.length === now.length && old.every((item, index) => fits(item, now[index]));
    if (Array.isArray(now)) return false;
    const [mine, other] = [old as Record<string, unknown>, now as Record<string, unknown>];
    const keys = Object.keys(mine).filter((key) => mine[key] !== undefined);
    if (keys.length !== Object.keys(other).filter((key) => other[key] !== undefined).length) return false;
    return keys.every((key) => {
      const value = other[key];
      if (key === 'index' && typeof value === 'number') return paired(value) === mine[key];
      return isPosition(key) ? value !== undefined && fitsPosition(mine[key] as object, value as object) : fits(mine[key], value);
    });
  }

  const fitsPosition = (old: object, now: object): boolean => (decided.get(now) ?? old) === old && (taken.get(old) ?? now) === now;

  function take(old: unknown, now: unknown): void {
    if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null || decided.has(now)) return;
    decided.set(now, old);
    taken.set(old, now);
    if (Array.isArray(old)) {
      old.forEach((item, index) => take(item, (now as unknown[])[index]));
      return;
    }
    const [mine, other] = [old as Record<string, unknown>, now as Record<string, unknown>];
    for (const key in mine) {
      if (isPosition(key)) {
        const range = mine[key] as object;
        decided.set(other[key] as object, range);
        taken.set(range, other[key] as object);
        Object.assign(range, other[key]);
      } else if (key === 'index' && typeof other[key] === 'number') mine[key] = other[key];
      else take(mine[key], other[key]);
    }
  }

  function reuse<T>(old: T | undefined, now: T): T {
    if (typeof now !== 'object' || now === null) return now;
    const decision = decided.get(now);
    if (decision !== undefined) return decision as T;
    if (typeof old === 'object' && old !== null && fits(old, now)) {
      take(old, now);
      return old;
    }
    decided.set(now, now);
    if (Array.isArray(now)) {
      reuseItems(Array.isArray(old) ? old : [], now);
      return now;
    }
    const before = sameKind(old, now) ? (old as Record<string, unknown>) : undefined;
    for (const [key, value] of Object.entries(now as Record<string, unknown>)) {
      if (isPosition(key)) decided.set(value as object, decided.get(value as object) ?? (value as object));
      else (now as Record<string, unknown>)[key] = reuse(before?.[key], value);
    }
    return now;
  }

  /** Those at the beginning and at the end that are the same, and in between one by one. */
  function reuseItems(old: unknown[], now: unknown[]): void {
    let start = 0;
    while (start < old.length && start < now.length && fits(old[start], now[start])) {
      now[start] = reuse(old[start], now[start]);
      start++;
    }
    let end = 0;
    while (end < old.length - start && end < now.length - start && fits(old[old.length - 1 - end], now[now.length - 1 - end])) {
      now[now.length - 1 - end] = reuse(old[old.length - 1 - end], now[now.length - 1 - end]);
      end++;
    }
    for (let index = start; index < now.length - end; index++) now[index] = reuse(index < old.length - end ? old[index] : undefined, now[index]);
  }

  return reuse;
}

function sameKind(old: unknown, now: object): boolean {
  if (typeof old !== 'object' || old === null || Array.isArray(old)) return false;
  return (old as { kind?: unknown }).kind === (now as { kind?: unknown }).kind;
}
