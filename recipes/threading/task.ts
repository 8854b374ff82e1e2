// A function cannot travel to another thread, but its module's address and its name can. `task` makes that pair.

type AnyFunction = (...args: never[]) => unknown;

/** A function that a thread can run. Calling it runs it here. */
export type Task<F extends AnyFunction = AnyFunction> = F & { readonly taskModule: string; readonly taskName: string };

export type TaskArguments<T extends AnyFunction> = Parameters<T>;
export type TaskResult<T extends AnyFunction> = Awaited<ReturnType<T>>;

/** A task's function knows itself by its own name, without the task around it. */
const tasksOfFunctions = new WeakMap<AnyFunction, Task>();
const registry = new Map<string, Task>();

/**
 * Declares a function that threads can run: `export const work = task(import.meta.url, function work(n: number) { ... })`.
 * Must be called while its module is loaded, not inside a function, and the function needs a name: the thread loads the module and finds it there.
 * @param module `import.meta.url` of the file that calls this.
 */
export function task<F extends AnyFunction>(module: string, target: F): Task<F> {
  if (target.name === '') throw new TypeError('A task needs a named function: task(import.meta.url, function countdown() { ... }).');
  // Two tasks of the same name in a module are told apart by their order, which loading the module repeats.
  let name = target.name;
  for (let n = 2; registry.has(keyOf(module, name)); n++) name = `${target.name}#${n}`;
  const made = ((...args: never[]) => target(...args)) as Task<F>;
  Object.defineProperties(made, {
    name: { value: target.name },
    taskModule: { value: module, enumerable: true },
    taskName: { value: name, enumerable: true },
  });
  registry.set(keyOf(module, name), made);
  tasksOfFunctions.set(target, made);
  return made;
}

function keyOf(module: string, name: string): string {
  return `${module}\n${name}`;
}

/** A task that is already loaded. */
export function loadedTask(module: string, name: string): Task | undefined {
  return registry.get(keyOf(module, name));
}

/** Loads the module where needed. Throws a sentence that says what to check when the task is not there. */
export async function loadTask(module: string, name: string): Promise<Task> {
  await import(module);
  const found = loadedTask(module, name);
  if (found === undefined) {
    throw new ReferenceError(`The module ${module} does not declare a task "${name}" while it is loaded. Declare it at the top level: export const ${name} = task(import.meta.url, function ${name}() { ... }).`);
  }
  return found;
}

/** A task whose module this thread has not loaded: it can be passed on and started, but not called here. */
export function absentTask(module: string, name: string): Task {
  const absent = (): never => {
    throw new ReferenceError(`Import ${module} in this thread before calling its task "${name}" directly.`);
  };
  return Object.defineProperties(absent, { name: { value: name }, taskModule: { value: module }, taskName: { value: name } }) as unknown as Task;
}

/** The task that a value is, or that was made of it; undefined for anything else. */
export function taskOf(value: unknown): Task | undefined {
  if (typeof value !== 'function') return undefined;
  return typeof (value as { taskModule?: unknown }).taskModule === 'string' ? (value as Task) : tasksOfFunctions.get(value as AnyFunction);
}
