// The texts of the page of who is slow. The client gives them in the user's language; that none is missing the type says.
import type { MomentTexts } from '../moments.js';

export type UsageTexts = MomentTexts & Record<
  | 'usage' | 'locks' | 'queues' | 'pools' | 'nothing' | 'sampled' | 'counted' | 'dropped' | 'name' | 'kind' | 'held' | 'heldHint' | 'share' | 'waited' | 'waitedHint' | 'longest' | 'waits' | 'waiting' | 'taken' | 'contended' | 'contendedHint'
  | 'rate' | 'rateHint' | 'items' | 'full' | 'empty' | 'workers' | 'completed' | 'utilisation' | 'utilisationHint',
  string
>;
