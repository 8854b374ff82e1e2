// Every error that the runtime throws on purpose. A message says what was wrong, with which object, and what to do.

/** The base of the runtime's own errors. */
export class ThreadingError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** A call with a timeout did not get what it waited for. */
export class TimeoutError extends ThreadingError {}

/** Released, or waited with, something that this thread does not hold. */
export class NotOwner extends ThreadingError {}

/** The thread that held it ended without releasing it. What it protects may be half changed; `recover()` takes it over. */
export class Abandoned extends ThreadingError {}

/** The supervisor interrupted the main thread's blocking call, like Python's KeyboardInterrupt. */
export class Interrupted extends ThreadingError {}

/** `get` found nothing, at once or within its timeout. */
export class QueueEmpty extends ThreadingError {}

/** `put` found no room, at once or within its timeout. */
export class QueueFull extends ThreadingError {}

/** The queue was shut down. */
export class QueueShutDown extends ThreadingError {}

/** The barrier was aborted, reset, or one of its parties ran out of time. */
export class BrokenBarrier extends ThreadingError {}

/** The work was cancelled before it ran. */
export class Cancelled extends ThreadingError {}

/** The executor takes no more work, or lost a worker. */
export class ExecutorShutDown extends ThreadingError {}

/** The worker that ran the task ended before the task did. */
export class WorkerDied extends ThreadingError {}

/** A value that cannot travel to another thread. The message says which part of it. */
export class CannotTravel extends ThreadingError {}

/** A thread was used in a way that its state forbids: started twice, joined before it started. */
export class ThreadStateError extends ThreadingError {}

/** As many threads are alive as the supervisor allows. */
export class ThreadLimit extends ThreadingError {}

/** `acquire(...)` would take locks against the global order. */
export class LockOrderError extends ThreadingError {}

/** Shared memory or one of its tables is full. */
export class HeapFull extends ThreadingError {}

/** A limit of a primitive was passed: released too often, marked done too often. */
export class LimitError extends ThreadingError {}

/** An exception that was raised in another thread, with the stack it had there. */
export class RemoteError extends ThreadingError {
  /** The name of the original error's class. */
  readonly remoteName: string;

  constructor(remoteName: string, message: string, stack: string) {
    super(message);
    this.remoteName = remoteName;
    this.stack = stack;
  }
}
