// The visible list of what the runtime offers. `startSupervisor` is for a host; programs need the rest.
export * from './errors.js';
export { task, type Task } from './task.js';
export { Thread, type ThreadOptions } from './thread.js';
export { Lock } from './lock.js';
export { ThreadLocal } from './thread-local.js';
export { sleep, sleepAsync } from './sleep.js';
export { print } from './print.js';
export { observe } from './observe.js';
export { startSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.js';
export type * from './vocabulary.js';
