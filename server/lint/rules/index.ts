// The rules that ship, in the order in which they are documented.
import { lockLeak } from './lock-leak.js';
import { lockOrderInversion } from './lock-order-inversion.js';
import type { Rule } from './rule.js';
import { selfDeadlock } from './self-deadlock.js';

export const rules: readonly Rule[] = [lockOrderInversion, selfDeadlock, lockLeak];
