// Start a thread, ask whether it is alive, and end it early by a flag that it polls.
import { defineRecipe } from '../recipe.js';
import { Event, print, sleep, task, Thread } from '../threading/index.js';

/** A thread cannot be killed from outside without breaking what it holds: it has to look whether it should stop. */
export const countdown = task(import.meta.url, function countdown(from: number, terminate: Event): number {
  for (let n = from; n > 0; n--) {
    print(`T-minus ${n}`);
    sleep(250);
    if (terminate.isSet()) {
      print(`asked to stop at ${n}`);
      return n;
    }
  }
  print('liftoff');
  return 0;
});

export const recipe = defineRecipe({
  section: '12.1',
  title: 'A countdown that can be stopped',
  story: 'Start a thread, see that it is alive, stop it by a flag that it polls, join it.',
  doc: [
    'A thread runs until its function returns; nobody can end it from outside without leaving its locks taken and its data half written.',
    'So a thread that should be stoppable polls a flag, here an `Event`.',
    'In the sidebar the countdown sleeps most of the time, while the main thread waits to join it.',
  ].join(' '),
  parameters: {
    from: { type: 'integer', default: 10, minimum: 1, maximum: 1_000, help: 'Where the countdown starts.' },
    stopAfter: { type: 'integer', default: 1_600, minimum: 0, maximum: 600_000, help: 'Milliseconds until the countdown is asked to stop.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { from: 50, stopAfter: 300 },
    lines: {
      MainThread: ['the countdown is running', 'the countdown has ended'],
      countdown: ['T-minus 50', '...', 'asked to stop at *'],
    },
  },
  main({ from, stopAfter }) {
    const terminate = new Event({ name: 'terminate' });
    const thread = new Thread(countdown, { args: [from, terminate], name: 'countdown' });
    thread.start();
    print(thread.isAlive() ? 'the countdown is running' : 'the countdown has already ended');
    thread.join(stopAfter);
    terminate.set();
    thread.join();
    print(thread.isAlive() ? 'still running' : 'the countdown has ended');
  },
});
