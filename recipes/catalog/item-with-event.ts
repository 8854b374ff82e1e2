// An item that carries an Event, so that whoever put it learns when it has been worked on.
import { defineRecipe } from '../recipe.js';
import { Event, print, Queue, sleep, task, Thread } from '../threading/index.js';

interface Letter {
  to: string;
  /** Set by the consumer when this letter, and no other, has been sent. */
  sent: Event;
}

export const write = task(import.meta.url, function write(outbox: Queue<Letter | null>, count: number): void {
  for (let n = 1; n <= count; n++) {
    const sent = new Event({ name: `letter ${n} sent` });
    outbox.put({ to: `friend ${n}`, sent });
    print(`letter ${n} is in the outbox`);
    sent.wait();
    print(`letter ${n} has been sent`);
  }
  outbox.put(null);
});

export const send = task(import.meta.url, function send(outbox: Queue<Letter | null>, perLetterMs: number): void {
  for (let letter = outbox.get(); letter !== null; letter = outbox.get()) {
    sleep(perLetterMs);
    print(`sending to ${letter.to}`);
    letter.sent.set();
  }
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'An item with an event',
  story: 'The producer puts an item together with an event, and waits on it until this very item is finished.',
  doc: [
    'A queue says nothing about what becomes of an item. An `Event` that travels with it does: the consumer sets it when the item is finished.',
    'Items are copied from thread to thread, but an event, as any lock or queue, arrives as the same one.',
    'In the sidebar the writer waits *for letter 1 sent*, then *for letter 2 sent*; each event is used once.',
    'Without it the writer could only guess, or wait until the whole queue is finished.',
  ].join(' '),
  parameters: {
    letters: { type: 'integer', default: 6, minimum: 1, maximum: 10_000, help: 'How many letters are written.' },
    perLetter: { type: 'integer', default: 800, minimum: 0, maximum: 60_000, help: 'Milliseconds that it takes to send a letter.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { letters: 2, perLetter: 10 },
    lines: {
      writer: ['letter 1 is in the outbox', 'letter 1 has been sent', 'letter 2 is in the outbox', 'letter 2 has been sent'],
      mailman: ['sending to friend 1', 'sending to friend 2'],
    },
  },
  main({ letters, perLetter }) {
    const outbox = new Queue<Letter | null>(0, { name: 'outbox' });
    const threads = [new Thread(write, { args: [outbox, letters], name: 'writer' }), new Thread(send, { args: [outbox, perLetter], name: 'mailman' })];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
