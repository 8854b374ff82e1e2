// The broken twin of periodic-timer: an Event that is set and cleared for each tick. Who is busy at that moment never learns of it.
import { defineRecipe } from '../recipe.js';
import { Barrier, Event, print, sleep, task, Thread } from '../threading/index.js';

export const runTimer = task(import.meta.url, function runTimer(tick: Event, finished: Event, ticks: number, everyMs: number, bothReady: Barrier): void {
  bothReady.wait();
  for (let n = 1; n <= ticks; n++) {
    sleep(everyMs);
    if (n === ticks) finished.set();
    tick.set();
    tick.clear(); // Set for an instant: that instant is all there is of this tick.
  }
  print(`ticked ${ticks} times`);
});

export const countup = task(import.meta.url, function countup(tick: Event, finished: Event, workMs: number, seen: Int32Array, bothReady: Barrier): void {
  bothReady.wait();
  // The timeout keeps the program from hanging when the last tick of all is among those that are missed.
  while (!finished.isSet()) {
    if (!tick.wait(50)) continue;
    seen[0] = seen[0]! + 1;
    print(`counting ${seen[0]}`);
    sleep(workMs);
  }
});

export const recipe = defineRecipe({
  section: '12.2',
  title: 'A periodic timer on an event',
  story: 'Broken on purpose: an event reused for every tick is missed by whoever is busy at that moment.',
  doc: [
    'The timer sets the event and clears it at once, so that the next tick can be told from this one.',
    'A thread that is waiting sees it; one that is still working on the last tick finds the event cleared, as if nothing had happened.',
    'In the sidebar the count-up sleeps, as its work, while `tick` is set and cleared; how many ticks went by is printed at the end. Nothing fails and nothing warns.',
    'If the event is not cleared it is worse: then every wait returns at once, and ticks are counted that never were.',
  ].join(' '),
  twinOf: 'periodic-timer',
  parameters: {
    ticks: { type: 'integer', default: 12, minimum: 1, maximum: 10_000, help: 'How many ticks the timer makes.' },
    every: { type: 'integer', default: 300, minimum: 1, maximum: 60_000, help: 'Milliseconds between two ticks.' },
    work: { type: 'integer', default: 450, minimum: 0, maximum: 60_000, help: 'Milliseconds that the count-up works after each tick.' },
  },
  expects: 'loses updates',
  transcript: {
    parameters: { ticks: 20, every: 20, work: 50 },
    lines: { timer: ['ticked 20 times'], countup: ['counting 1', 'counting 2', '...'], MainThread: ['of 20 ticks * were seen and <some> missed'] },
  },
  main({ ticks, every, work }) {
    const tick = new Event({ name: 'tick' });
    const finished = new Event({ name: 'finished' });
    const bothReady = new Barrier(2, { name: 'both ready' });
    const seen = new Int32Array(new SharedArrayBuffer(4));
    const counter = new Thread(countup, { args: [tick, finished, work, seen, bothReady], name: 'countup' });
    const timer = new Thread(runTimer, { args: [tick, finished, ticks, every, bothReady], name: 'timer' });
    for (const thread of [counter, timer]) thread.start();
    for (const thread of [counter, timer]) thread.join();
    print(`of ${ticks} ticks ${seen[0]} were seen and ${ticks - seen[0]!} missed`);
  },
});
