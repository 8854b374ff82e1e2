// Let it crash: an actor that meets what it cannot do ends by an exception, and its supervisor starts it anew at the same mailbox.
import { Actor } from '../patterns/actor.js';
import { defineRecipe } from '../recipe.js';
import { print, sleep, task, type Queue } from '../threading/index.js';

export type Parcel = { weight: number } | { weight: 'unreadable' };

/** Has no idea of recovery: a parcel that it cannot weigh is the end of it. */
export const scales = task(import.meta.url, function scales(mailbox: Queue<Parcel>, perParcelMs: number): void {
  let weighed = 0;
  for (const parcel of mailbox) {
    sleep(perParcelMs);
    if (parcel.weight === 'unreadable') throw new TypeError(`parcel after ${weighed} good ones has no weight`);
    weighed++;
    print(`${parcel.weight} kg, ${weighed} weighed since the start`);
  }
});

/** Restarts the actor when it fails, but not for ever: a fault that comes back at once is not cured by starting again. */
function supervise(actor: Actor<Parcel, [number]>, allowed: number): number {
  for (let restarts = 0; ; restarts++) {
    const failure = actor.join();
    if (failure === undefined) return restarts;
    print(`failed: ${failure.message}; ${actor.mailbox.size} parcels still in the mailbox`);
    if (restarts === allowed) {
      actor.mailbox.shutdown(true);
      throw new Error(`${restarts} restarts were allowed and did not help: ${failure.message}`, { cause: failure });
    }
    actor.restart();
  }
}

export const recipe = defineRecipe({
  section: '12.10',
  title: 'A failing actor and its supervisor',
  story: 'An actor ends by an exception; a supervisor starts it anew, and the mailbox has kept what was not done yet.',
  doc: [
    'An actor that catches every error by itself goes on with a memory that may be half changed. One that ends, and is started anew with an empty memory, is in a known state.',
    'The mailbox belongs to nobody’s memory and outlives the thread: the message that broke the actor is gone, the others are not.',
    'In the sidebar, watch the threads named `scales`: one ends as raised, the next goes on with the same mailbox.',
    'Without a supervisor the mailbox would fill up for ever and nobody would answer. With one that never gives up, a lasting fault would start threads without end: so restarts are counted.',
  ].join(' '),
  parameters: {
    parcels: { type: 'integer', default: 15, minimum: 0, maximum: 100_000, help: 'How many parcels are sent.' },
    badEvery: { type: 'integer', default: 5, minimum: 0, maximum: 100_000, help: 'Every so many parcels one is unreadable; 0 for none.' },
    restarts: { type: 'integer', default: 5, minimum: 0, maximum: 1_000, help: 'How often the supervisor starts the actor anew before it gives up.' },
    perParcel: { type: 'integer', default: 250, minimum: 0, maximum: 10_000, help: 'Milliseconds that the actor needs for a parcel.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { parcels: 5, badEvery: 3, perParcel: 1 },
    lines: {
      scales: ['1 kg, 1 weighed since the start', '2 kg, 2 weighed since the start', '...', '4 kg, 1 weighed since the start', '5 kg, 2 weighed since the start'],
      MainThread: ['failed: parcel after 2 good ones has no weight; 2 parcels still in the mailbox', 'every parcel was taken; the actor was restarted once'],
    },
  },
  main({ parcels, badEvery, restarts, perParcel }) {
    const actor = new Actor('scales', scales, perParcel);
    for (let n = 1; n <= parcels; n++) actor.send({ weight: badEvery > 0 && n % badEvery === 0 ? 'unreadable' : n });
    actor.close();
    actor.start();
    const restarted = supervise(actor, restarts);
    print(`every parcel was taken; the actor was restarted ${restarted === 1 ? 'once' : `${restarted} times`}`);
  },
});
