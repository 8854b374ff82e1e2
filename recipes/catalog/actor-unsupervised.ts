// The broken twin of actor-supervised: nobody looks after the actor. It ends at the first parcel it cannot weigh, and the senders go on sending.
import { Actor } from '../patterns/actor.js';
import { defineRecipe } from '../recipe.js';
import { print, sleep, task, type Queue } from '../threading/index.js';

export type Parcel = { weight: number } | { weight: 'unreadable' };

export const scales = task(import.meta.url, function scales(mailbox: Queue<Parcel>, perParcelMs: number): void {
  let weighed = 0;
  for (const parcel of mailbox) {
    sleep(perParcelMs);
    if (parcel.weight === 'unreadable') throw new TypeError(`parcel after ${weighed} good ones has no weight`);
    weighed++;
    print(`${parcel.weight} kg, ${weighed} weighed since the start`);
  }
});

export const recipe = defineRecipe({
  section: '12.10',
  title: 'A failing actor that nobody looks after',
  story: 'Broken on purpose: the actor has ended, its mailbox fills up, and every send still succeeds.',
  doc: [
    'To send is to put into a mailbox, and a mailbox takes messages whether anybody reads them or not. So the sender cannot see that the actor has ended.',
    'Nothing fails where the loss happens: each send succeeds, memory fills up, and answers never come.',
    'In the sidebar, the thread `scales` has ended as raised, and its mailbox grows with no thread that gets from it.',
    'The sibling has a supervisor, which joins the actor and therefore learns of its end.',
  ].join(' '),
  twinOf: 'actor-supervised',
  parameters: {
    parcels: { type: 'integer', default: 20, minimum: 1, maximum: 100_000, help: 'How many parcels are sent.' },
    badAt: { type: 'integer', default: 5, minimum: 1, maximum: 100_000, help: 'Which of them is unreadable.' },
    every: { type: 'integer', default: 200, minimum: 0, maximum: 10_000, help: 'Milliseconds between two parcels; the actor needs half of it for one.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { parcels: 6, badAt: 3, every: 2 },
    lines: {
      scales: ['1 kg, 1 weighed since the start', '2 kg, 2 weighed since the start', '...'],
      MainThread: ['sent 6 parcels, and every send succeeded', 'the actor had ended: parcel after 2 good ones has no weight', '3 parcels lie in the mailbox, and nobody will take them'],
    },
  },
  main({ parcels, badAt, every }) {
    const actor = new Actor('scales', scales, every / 2).start();
    for (let n = 1; n <= parcels; n++) {
      actor.send({ weight: n === badAt ? 'unreadable' : n });
      sleep(every);
    }
    print(`sent ${parcels} parcels, and every send succeeded`);
    actor.close();
    const failure = actor.join(); // The first time that anybody asks.
    if (failure) print(`the actor had ended: ${failure.message}`);
    print(`${actor.mailbox.size} parcels lie in the mailbox, and nobody will take them`);
  },
});
