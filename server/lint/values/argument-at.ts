// Which argument of a call stands at a place that somebody knows by position or name.
import type { Argument, Call } from '../facts/facts.js';
import type { ArgumentPlace } from '../facts/library.js';

export function argumentAt(call: Call, where: ArgumentPlace | undefined): Argument | undefined {
  if (!where) return undefined;
  const named = where.name === undefined ? undefined : call.arguments.find((given) => given.name === where.name);
  if (named) return named;
  const positional = call.arguments.filter((given) => given.name === undefined);
  const spread = positional.findIndex((given) => given.spread);
  if (where.position === undefined || (spread >= 0 && spread <= where.position)) return undefined;
  return where.position < 0 ? positional[positional.length + where.position] : positional[where.position];
}
