// The fixes, in the order in which they are offered.
import type { Fixer } from './fix.js';
import { oneOrder } from './one-order.js';
import { orderedAcquire } from './ordered-acquire.js';
import { scopedRelease } from './scoped-release.js';
import { waitInLoop } from './wait-in-loop.js';

export const fixers: readonly Fixer[] = [scopedRelease, waitInLoop, oneOrder, orderedAcquire];
