// Whether a blocking call has no limit of its own: no timeout, and not told to give up at once.
import type { Event } from './behaviour.js';
import { argumentAt } from './locks.js';

export function waitsForEver({ does, call }: Event & { kind: 'operation' }): boolean {
  if (does.does !== 'block') return false;
  const timeout = argumentAt(call, does.timeout)?.value;
  if (timeout && !(timeout.kind === 'constant' && /^(None|undefined)$/.test(timeout.text))) return false;
  const blocking = argumentAt(call, does.blocking)?.value;
  return !(blocking?.kind === 'constant' && /^(False|0)$/.test(blocking.text));
}
