// Many tasks in one thread: a generator stops at every yield, and a scheduler lets the tasks go on in turn.
import { defineRecipe } from '../recipe.js';
import { print, sleep } from '../threading/index.js';

/** A function that can be left at each `yield` and entered again. */
export type Steps = Generator<undefined, void, void>;

export class TaskScheduler {
  #ready: Steps[] = [];

  newTask(task: Steps): void {
    this.#ready.push(task);
  }

  /** Takes one step of each task, round after round, until all have ended. Blocks. A task that throws ends everything. */
  run(): number {
    let steps = 0;
    while (this.#ready.length > 0) {
      const round = this.#ready;
      this.#ready = []; // A task may start others while it is its turn: they come in the next round.
      for (const task of round) {
        steps++;
        if (!task.next().done) this.#ready.push(task);
      }
    }
    return steps;
  }
}

export function* countdown(name: string, from: number, stepMs: number): Steps {
  for (let n = from; n > 0; n--) {
    print(`${name}: T-minus ${n}`);
    sleep(stepMs);
    yield;
  }
  print(`${name}: liftoff`);
}

export function* countup(name: string, to: number, stepMs: number): Steps {
  for (let n = 1; n <= to; n++) {
    print(`${name}: counting up ${n}`);
    sleep(stepMs);
    yield;
  }
}

export const recipe = defineRecipe({
  section: '12.12',
  title: 'Generators as tasks',
  story: 'Two countdowns and a countup take turns in one thread, by nothing but yield.',
  doc: [
    'A thread costs megabytes and can be interrupted anywhere; a generator costs bytes and gives way only where it says `yield`.',
    'So between two yields nobody else runs, and no lock is needed; a task that never yields stops all the others, which is the price.',
    'In the sidebar there is one thread, although three tasks are under way: the operating system does not know of them.',
    'The whole scheduler is a list and a loop; `await` is the same idea built into the language.',
  ].join(' '),
  parameters: {
    from: { type: 'integer', default: 8, minimum: 0, maximum: 1_000_000, help: 'Where the first countdown starts; the second starts at half of it.' },
    to: { type: 'integer', default: 10, minimum: 0, maximum: 1_000_000, help: 'Where the countup ends.' },
    step: { type: 'integer', default: 150, minimum: 0, maximum: 10_000, help: 'Milliseconds of work in each step.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { from: 2, to: 3, step: 0 },
    lines: {
      MainThread: [
        'first: T-minus 2', 'second: T-minus 1', 'third: counting up 1', 'first: T-minus 1', 'second: liftoff', 'third: counting up 2', 'first: liftoff',
        'third: counting up 3', 'all tasks have ended after 9 steps',
      ],
    },
  },
  main({ from, to, step }) {
    const scheduler = new TaskScheduler();
    scheduler.newTask(countdown('first', from, step));
    scheduler.newTask(countdown('second', Math.floor(from / 2), step));
    scheduler.newTask(countup('third', to, step));
    print(`all tasks have ended after ${scheduler.run()} steps`);
  },
});
