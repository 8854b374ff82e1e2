// The numbers by which a recording says what happened. They are part of the file format: new ones go to the end.

/** What a row of a recording says. Beside each: what its subject and value are. */
export const deeds = [
  /** of a thread; value 1 where it did not simply return (ended) */
  'started', 'ended',
  /** subject: resource, 0 where unknown; value: stack. A second row with the same thread and time says more of the same wait. */
  'waits',
  /** value: stack of the wait that is over, where it is known only now; so with slept */
  'woke',
  /** subject: lock or semaphore; value: stack. A second row while the thread holds it says more of the same hold. */
  'acquired', 'released',
  /** subject: resource */
  'notified', 'put', 'got', 'slept',
  /** value: stack */
  'sleeps',
  /** subject: the thread waited for; value: stack */
  'joins',
  /** in its event loop: waits for timers and sockets */
  'loops',
  'runs',
  /** subject: queue or semaphore; value: items in it, or what is free */
  'depth',
  /** value: events that are missing; subject: for how long before `at`, in tenths of a millisecond */
  'gap',
  /** Since version 2. The thread runs the task of a future (subject); somebody has come to its end. */
  'computes', 'computed',
  /** subject: pool; value: its workers times 65,536, plus those of them that are idle; tasks that it has done so far */
  'crew', 'completed',
  /** Every thread is asleep without a time limit, so that nobody is left who could wake one. */
  'still',
] as const;

export type Deed = (typeof deeds)[number];

/** The number of each deed. */
export const deed = Object.fromEntries(deeds.map((name, number) => [name, number])) as Record<Deed, number>;

/** What a thread is blocked in; 0 where it is not known. Part of the file format. */
export const operations = ['', 'acquire', 'wait', 'put', 'get', 'join', 'result', 'select'] as const;

/** Added to the operation of a wait that ends by itself, because it has a time limit. Part of the file format, since version 2. */
export const limited = 128;
