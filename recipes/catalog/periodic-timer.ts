// A timer that ticks again and again for any number of threads: a Condition announces each tick, a count says which one it was.
import { defineRecipe } from '../recipe.js';
import { Condition, print, sleep, task, Thread } from '../threading/index.js';

/** All that a thread needs to know of the timer. It travels between threads: a condition by reference, the count in shared memory. */
export interface PeriodicTimer {
  ticked: Condition;
  /** Ticks so far; changed and read with the condition's lock held. */
  ticks: Int32Array;
  everyMs: number;
}

export const runTimer = task(import.meta.url, function runTimer({ ticked, ticks, everyMs }: PeriodicTimer): never {
  for (;;) {
    sleep(everyMs);
    using held = ticked.hold();
    ticks[0] = ticks[0]! + 1;
    ticked.notifyAll();
  }
});

/** Starts the timer's thread, a daemon. */
function startTimer(everyMs: number): PeriodicTimer {
  const timer = { ticked: new Condition({ name: 'ticked' }), ticks: new Int32Array(new SharedArrayBuffer(4)), everyMs };
  new Thread(runTimer, { args: [timer], name: 'timer', daemon: true }).start();
  return timer;
}

/** Blocks until the timer has ticked more often than `seen`; at once where it already has. */
function waitForTick({ ticked, ticks }: PeriodicTimer, seen: number): void {
  using held = ticked.hold();
  ticked.waitFor(() => ticks[0]! > seen);
}

export const countdown = task(import.meta.url, function countdown(timer: PeriodicTimer, from: number): void {
  for (let n = from; n > 0; n--) {
    waitForTick(timer, from - n);
    print(`T-minus ${n}`);
  }
});

export const countup = task(import.meta.url, function countup(timer: PeriodicTimer, to: number, workMs: number): void {
  for (let n = 1; n <= to; n++) {
    waitForTick(timer, n - 1);
    print(`counting ${n}`);
    sleep(workMs); // Too slow, and still no tick is missed: those that came meanwhile are waiting in the count.
  }
});

export const recipe = defineRecipe({
  section: '12.2',
  title: 'A periodic timer on a condition',
  story: 'One timer thread ticks, and any number of threads wait for each tick; even one that is too slow misses none.',
  doc: [
    'An event is for something that happens once. What happens again and again needs a `Condition`: each tick wakes all who wait at this moment.',
    'Who is not waiting at this moment would miss the tick, so the timer also counts: whoever comes late compares the count with what it has seen.',
    'In the sidebar both threads are *waiting for ticked*, and each tick moves them together. The count-up works longer than a tick, falls behind, and catches up.',
    'The twin announces ticks by an event that is set and cleared, and loses some.',
  ].join(' '),
  parameters: {
    ticks: { type: 'integer', default: 10, minimum: 1, maximum: 10_000, help: 'How many ticks each thread waits for.' },
    every: { type: 'integer', default: 300, minimum: 1, maximum: 60_000, help: 'Milliseconds between two ticks.' },
    work: { type: 'integer', default: 450, minimum: 0, maximum: 60_000, help: 'Milliseconds that the count-up works after each tick.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { ticks: 4, every: 20, work: 50 },
    lines: {
      countdown: ['T-minus 4', 'T-minus 3', 'T-minus 2', 'T-minus 1'],
      countup: ['counting 1', 'counting 2', 'counting 3', 'counting 4'],
      MainThread: ['both have seen 4 ticks, the timer has made *'],
    },
  },
  main({ ticks, every, work }) {
    const timer = startTimer(every);
    const threads = [
      new Thread(countdown, { args: [timer, ticks], name: 'countdown' }),
      new Thread(countup, { args: [timer, ticks, work], name: 'countup' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
    print(`both have seen ${ticks} ticks, the timer has made ${timer.ticks[0]}`);
  },
});
