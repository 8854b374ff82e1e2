// The rules that ship, in the order in which they are documented.
import { awaitUnderLock } from './await-under-lock.js';
import { blockingUnderLock } from './blocking-under-lock.js';
import { callbackUnderLock } from './callback-under-lock.js';
import { declaredOrderBroken } from './declared-order-broken.js';
import { eventReused } from './event-reused.js';
import { forkWithLocks } from './fork-with-locks.js';
import { joinUnderLock } from './join-under-lock.js';
import { lockInFinalizer } from './lock-in-finalizer.js';
import { lockLeak } from './lock-leak.js';
import { lockOrderInstances } from './lock-order-instances.js';
import { lockOrderInversion } from './lock-order-inversion.js';
import { orderedAcquireNested } from './ordered-acquire-nested.js';
import { poolSelfWait } from './pool-self-wait.js';
import type { Rule } from './rule.js';
import { selfDeadlock } from './self-deadlock.js';
import { taskDoneMissing } from './task-done-missing.js';
import { unstoppableIo } from './unstoppable-io.js';
import { waitNotInLoop } from './wait-not-in-loop.js';
import { waitWithoutLock } from './wait-without-lock.js';

export const rules: readonly Rule[] = [
  lockOrderInversion,
  lockOrderInstances,
  declaredOrderBroken,
  selfDeadlock,
  lockLeak,
  joinUnderLock,
  blockingUnderLock,
  awaitUnderLock,
  callbackUnderLock,
  waitNotInLoop,
  waitWithoutLock,
  orderedAcquireNested,
  eventReused,
  taskDoneMissing,
  lockInFinalizer,
  poolSelfWait,
  unstoppableIo,
  forkWithLocks,
];
