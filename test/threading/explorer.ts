// A small exhaustive explorer: two or three threads, each a machine of atomic steps on a few shared words, in every interleaving. It finds states
// where an invariant fails, and states in which nobody can go on although somebody is not done: deadlocks and lost wake-ups.

/** The shared words, by name, and who sleeps on which, the longest sleeping first. */
export interface World {
  words: Record<string, number>;
  sleepers: Record<string, number[]>;
  threads: ThreadState[];
}

export interface ThreadState {
  id: number;
  /** The step that comes next; 'done' at the end. */
  at: string;
  locals: Record<string, number>;
  /** Set while it sleeps; `timed` sleepers may also wake by themselves. */
  asleep?: { word: string; timed: boolean };
}

/** What one atomic step may do. It returns the name of the next step. */
export interface Machine {
  get(word: string): number;
  set(word: string, value: number): void;
  /** Compare and exchange: the value before. */
  swap(word: string, expected: number, value: number): number;
  add(word: string, value: number): number;
  exchange(word: string, value: number): number;
  local: Record<string, number>;
  id: number;
  /** Atomics.wait: goes to sleep where the word is `expected`; the next step runs after the wake-up, with local `timedOut` 0 or 1. */
  wait(word: string, expected: number, timed?: boolean): void;
  /** How many were woken. */
  notify(word: string, count: number): number;
}

export type Step = (machine: Machine) => string;
export type Program = Record<string, Step>;

export interface Exploration {
  words: Record<string, number>;
  /** One program a thread; it begins at its first step. */
  threads: { program: Program; locals?: Record<string, number> }[];
  /** What must hold in every state: a sentence where it does not. */
  invariant?(world: World): string | undefined;
  /** What must hold when all are done. */
  finally?(world: World): string | undefined;
}

export interface Finding {
  what: string;
  /** The steps that led there: thread and step. */
  trace: string[];
}

export interface Report {
  states: number;
  finding?: Finding;
}

/** Visits every reachable state, or stops at the first failure, with the shortest way to it. */
export function explore(exploration: Exploration, limit = 500_000): Report {
  const first: World = {
    words: { ...exploration.words },
    sleepers: {},
    threads: exploration.threads.map(({ program, locals }, id) => ({ id: id + 1, at: Object.keys(program)[0]!, locals: { ...locals } })),
  };
  const key = (world: World): string => JSON.stringify(world);
  const from = new Map<string, { before: string; step: string } | undefined>([[key(first), undefined]]);
  const queue: string[] = [key(first)];
  const trace = (state: string): string[] => {
    const steps: string[] = [];
    for (let at = from.get(state); at !== undefined; at = from.get(at.before)) steps.push(at.step);
    return steps.reverse();
  };
  for (let n = 0; n < queue.length; n++) {
    if (queue.length > limit) throw new Error(`More than ${limit} states: make the model smaller.`);
    const state = queue[n]!;
    const world = JSON.parse(state) as World;
    const wrong = exploration.invariant?.(world);
    if (wrong !== undefined) return { states: queue.length, finding: { what: wrong, trace: trace(state) } };
    let moved = false;
    for (const thread of world.threads) {
      if (thread.at === 'done') continue;
      if (thread.asleep !== undefined && !thread.asleep.timed) continue;
      const next = JSON.parse(state) as World;
      let step: string;
      try {
        step = advance(next, exploration.threads[thread.id - 1]!.program, next.threads[thread.id - 1]!);
      } catch (error) {
        return { states: queue.length, finding: { what: `${thread.id}: ${thread.at}: ${(error as Error).message}`, trace: trace(state) } };
      }
      moved = true;
      const reached = key(next);
      if (from.has(reached)) continue;
      from.set(reached, { before: state, step });
      queue.push(reached);
    }
    if (moved) continue;
    const stuck = world.threads.filter((thread) => thread.at !== 'done');
    const failure = stuck.length > 0 ? `stuck: ${stuck.map((thread) => `thread ${thread.id} sleeps on ${thread.asleep?.word} before ${thread.at}`).join(', ')}` : exploration.finally?.(world);
    if (failure !== undefined) return { states: queue.length, finding: { what: failure, trace: trace(state) } };
  }
  return { states: queue.length };
}

function advance(world: World, program: Program, thread: ThreadState): string {
  if (thread.asleep !== undefined) {
    // A timed sleeper wakes by itself.
    world.sleepers[thread.asleep.word] = world.sleepers[thread.asleep.word]!.filter((id) => id !== thread.id);
    delete thread.asleep;
    thread.locals['timedOut'] = 1;
    return `${thread.id}: its time is over`;
  }
  const name = thread.at;
  const step = program[name];
  if (step === undefined) throw new Error(`There is no step ${name}.`);
  const word = (name: string): number => {
    const value = world.words[name];
    if (value === undefined) throw new Error(`There is no word ${name}.`);
    return value;
  };
  thread.at = step({
    get: word,
    set: (name, value) => void (world.words[name] = value),
    swap(name, expected, value) {
      const before = word(name);
      if (before === expected) world.words[name] = value;
      return before;
    },
    add(name, value) {
      const before = word(name);
      world.words[name] = before + value;
      return before;
    },
    exchange(name, value) {
      const before = word(name);
      world.words[name] = value;
      return before;
    },
    local: thread.locals,
    id: thread.id,
    wait(name, expected, timed = false) {
      thread.locals['timedOut'] = 0;
      if (word(name) !== expected) return;
      thread.asleep = { word: name, timed };
      (world.sleepers[name] ??= []).push(thread.id);
    },
    notify(name, count) {
      for (let n = 0; n < count; n++) {
        const id = world.sleepers[name]?.shift();
        if (id === undefined) return n;
        delete world.threads[id - 1]!.asleep;
      }
      return count;
    },
  });
  return `${thread.id}: ${name}`;
}

/**
 * The same program with a step of its own for each guard that is left. The machines leave a guard together with the step before: who wants it can only
 * try again meanwhile, and what others do commutes with it. This is for trying that argument.
 */
export function leavingSeparately(program: Program, guards: readonly string[]): Program {
  const names = Object.keys(program);
  const steps = Object.entries(program).map(([name, step]): [string, Step] => [
    name,
    (m) => {
      let left = -1;
      const next = step({ ...m, set: (word, value) => (value === 0 && guards.includes(word) ? void (left = guards.indexOf(word)) : m.set(word, value)) });
      if (left < 0) return next;
      m.local['left'] = left;
      m.local['after'] = names.indexOf(next);
      return 'leave the guard';
    },
  ]);
  const leave: Step = (m) => {
    const next = names[m.local['after']!] ?? 'done';
    m.set(guards[m.local['left']!]!, 0);
    delete m.local['left'];
    delete m.local['after'];
    return next;
  };
  return { ...Object.fromEntries(steps), 'leave the guard': leave };
}

/** The same program with one step replaced: a mutation that the explorer should catch. */
export function mutate(program: Program, step: string, replacement: (original: Step) => Step): Program {
  const original = program[step];
  if (original === undefined) throw new Error(`There is no step ${step} to change.`);
  return { ...program, [step]: replacement(original) };
}
