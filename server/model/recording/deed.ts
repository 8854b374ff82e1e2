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
] as const;

export type Deed = (typeof deeds)[number];

/** The number of each deed. */
export const deed = Object.fromEntries(deeds.map((name, number) => [name, number])) as Record<Deed, number>;

/** What a thread is blocked in; 0 where it is not known. Part of the file format. */
export const operations = ['', 'acquire', 'wait', 'put', 'get', 'join', 'result', 'select'] as const;
