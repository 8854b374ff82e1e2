// Wait until a thread has really begun its work, with an Event.
import { defineRecipe } from '../recipe.js';
import { Event, print, sleep, task, Thread } from '../threading/index.js';

export const countdown = task(import.meta.url, function countdown(from: number, started: Event): void {
  print('countdown starting');
  started.set();
  for (let n = from; n > 0; n--) {
    print(`T-minus ${n}`);
    sleep(200);
  }
});

export const recipe = defineRecipe({
  section: '12.2',
  title: 'Wait until a thread has started',
  story: 'start() only asks for a thread; an Event tells when it really runs.',
  doc: [
    'After `start()` a thread runs at some time that nobody knows.',
    'The main thread waits for an `Event` that the new thread sets as its first act: in the sidebar, look for *waiting for started*.',
    'Who goes on without waiting may ask for what the thread has not made yet, and that goes well nearly always.',
    'An event of this kind is used once. To announce something again and again, use a `Condition`.',
  ].join(' '),
  parameters: {
    from: { type: 'integer', default: 5, minimum: 1, maximum: 1_000, help: 'Where the countdown starts.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { from: 2 },
    lines: { MainThread: ['launching the countdown', 'the countdown is running'], countdown: ['countdown starting', 'T-minus 2', 'T-minus 1'] },
  },
  main({ from }) {
    const started = new Event({ name: 'started' });
    print('launching the countdown');
    const thread = new Thread(countdown, { args: [from, started], name: 'countdown' });
    thread.start();
    started.wait();
    print('the countdown is running');
    thread.join();
  },
});
