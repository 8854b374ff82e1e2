// What is known about other people's code: which calls make a lock, a queue, a thread, and what their methods do.
// Types only; each language brings its own tables. A name is `<language>:<module>.<name>`.

/** Where an argument stands, and what it means when it is missing. */
export interface ArgumentPlace {
  /** From 0; -1 for the last one. */
  position?: number;
  name?: string;
}

export type Operation =
  /** Takes the lock. `token`: the result is a function that gives it back. */
  | { does: 'acquire'; blocking?: ArgumentPlace; timeout?: ArgumentPlace; token?: true; shared?: true; tries?: true }
  | { does: 'release'; shared?: true }
  /** The result is a scope guard that holds the lock until its block ends. */
  | { does: 'hold' }
  /** Takes the lock, calls the function at `callback`, gives the lock back. `named`: the lock is known by the text of an argument, everywhere or among those of one object. */
  | { does: 'run'; callback: ArgumentPlace; named?: ArgumentPlace; options?: ArgumentPlace }
  /** Waits for a notification and gives the lock away meanwhile. `predicate`: it loops by itself. */
  | { does: 'wait'; timeout?: ArgumentPlace; predicate?: true }
  | { does: 'notify' }
  | { does: 'locked' }
  /** Blocks the thread until something else has happened. */
  | { does: 'block'; on: Blocker; timeout?: ArgumentPlace; blocking?: ArgumentPlace }
  /** Calls the function in its argument, before it returns; `awaited`: only where its result is waited for; `first`: nothing goes wrong before it. */
  | { does: 'call'; callback: ArgumentPlace; awaited?: true; first?: true }
  /** Runs the function in its argument in another thread, process or later. */
  | { does: 'spawn'; callback: ArgumentPlace; in: 'thread' | 'process' | 'pool' | 'later' }
  /** Runs the function in its argument at some time, in the middle of whatever a thread is doing. */
  | { does: 'interrupt'; callback: ArgumentPlace; by: 'collector' | 'signal' }
  /** What is passed in becomes part of a context that ends with the `with` around it. */
  | { does: 'enter' }
  /** A thread or process that was made begins to run. */
  | { does: 'start' }
  /** The process goes on twice, with everything but its threads copied. */
  | { does: 'fork' }
  /** Says what is to be done about locks when the process is copied. */
  | { does: 'at-fork' }
  /** Says how processes are made from here on. */
  | { does: 'start-method'; method: ArgumentPlace }
  /** From here on its blocking calls, or everybody's, give up after a while. */
  | { does: 'limit' }
  /** Who is blocked in it comes back. */
  | { does: 'close' }
  /** Runs what others have hung on it before it returns. */
  | { does: 'complete' }
  | { does: 'event-set' | 'event-clear' }
  | { does: 'task-done' }
  /** Runs everything in its argument at once. */
  | { does: 'gather' }
  | { does: 'none' };

/** What a thread can be blocked in besides locks. */
export type Blocker = 'join' | 'result' | 'put' | 'get' | 'event' | 'sleep' | 'socket' | 'process' | 'input' | 'barrier' | 'queue-join' | 'shutdown';

export type Made =
  /** `acrossProcesses`: several processes share it. */
  | { makes: 'lock'; reentrant: boolean; asynchronous: boolean; exclusive: boolean; acrossProcesses?: true; options?: LockOptions }
  /** `lock`: where the lock may be handed in; without it the condition has its own, re-entrant or not. */
  | { makes: 'condition'; lock: ArgumentPlace; reentrant: boolean; asynchronous: boolean; exclusive: true; acrossProcesses?: true }
  /** `permits`: where the initial number may be given, 1 where it is not. */
  | { makes: 'semaphore'; permits: ArgumentPlace; asynchronous: boolean; reentrant: false; exclusive: boolean }
  /** `target`: the function that it will run. */
  | { makes: 'thread' | 'process'; target: ArgumentPlace }
  | { makes: 'queue'; size?: ArgumentPlace }
  | { makes: 'executor'; workers?: ArgumentPlace }
  | { makes: 'event' | 'future' | 'barrier' | 'stack' | 'thing' }
  /** `limit`: where a time limit of all its calls may be given. */
  | { makes: 'socket'; limit?: ArgumentPlace }
  /** A context manager or a wrapper that is the lock given to it; `timed` where it gives up after a while. */
  | { makes: 'same'; as: ArgumentPlace; timed?: true }
  /** A container whose new elements are made by calling its argument. */
  | { makes: 'container'; element: ArgumentPlace };

/** Entries of an object that the maker is given, and what they mean where they are set. */
export interface LockOptions {
  at: ArgumentPlace;
  reentrant?: string;
  /** Whoever waits gives up after a while. */
  limit?: string;
}

/** A class of the program's own that is a lock by its name and what it can do. */
export interface Lookalike {
  name: RegExp;
  /** Has all of these methods. */
  methods: readonly string[];
  /** Has none of these. */
  without?: readonly string[];
  /** The library class that it counts as. */
  as: string;
}

export interface LibraryThing {
  /** Of a class or a function whose result is one. */
  made?: Made;
  /** What calling it does, where it is a function. */
  does?: Operation;
  methods?: Record<string, Operation>;
  /** Another name for the same thing. */
  alias?: string;
  /** The result's type is another library class. */
  gives?: string;
  /** A method's result: the library class's name. */
  methodGives?: Record<string, string>;
}

export interface Library {
  /** By full name. */
  things: Record<string, LibraryThing>;
  /** What a method of something unknown would do if that something were a lock. */
  guesses: Record<string, Operation>;
  /** What a method of something unknown does, judged by the name of that something. */
  hints: readonly { method: string; receiver: RegExp; does: Operation }[];
  /** The first that fits counts. */
  lookalikes: readonly Lookalike[];
  /** What a call makes whose function is unknown, by its last name: `handler.Lock()`. */
  makers: Record<string, string>;
  /** Known calls that cannot throw in practice, by the last name. */
  calm: readonly string[];
}
