// The smallest actor: a thread, a mailbox, and a way to close it that loses no message.
import { Actor } from '../patterns/actor.js';
import { defineRecipe } from '../recipe.js';
import { print, QueueShutDown, sleep, task, type Queue } from '../threading/index.js';

/** What the actor does with its messages, one after the other. Nobody else touches `received`, so it needs no lock. */
export const printer = task(import.meta.url, function printer(mailbox: Queue<string>, perMessageMs: number): void {
  let received = 0;
  for (const message of mailbox) {
    sleep(perMessageMs);
    print(`got: ${message}`);
    received++;
  }
  print(`closed after ${received} messages`);
});

export const recipe = defineRecipe({
  section: '12.10',
  title: 'An actor with a mailbox',
  story: 'Send messages to a thread that works on them one at a time; close it, join it.',
  doc: [
    'An actor is the oldest and simplest way to be concurrent: it does one message at a time, and everything it knows is its own.',
    'To send is to put into its mailbox and go on: there is no answer, and the sender does not wait.',
    '`close` shuts the mailbox: what was sent before is still done, what comes later is refused.',
    'Several threads that change the same things need locks, and forget one; here only one thread ever touches them.',
    'In the sidebar the mailbox fills up at once, and empties while the main thread already waits for the actor’s end.',
  ].join(' '),
  parameters: {
    messages: { type: 'integer', default: 12, minimum: 0, maximum: 100_000, help: 'How many messages are sent.' },
    perMessage: { type: 'integer', default: 250, minimum: 0, maximum: 60_000, help: 'Milliseconds that the actor needs for a message.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { messages: 3, perMessage: 1 },
    lines: {
      MainThread: ['sent 3 messages', 'too late: Queue "mailbox of printer" was shut down.', 'the actor has ended'],
      printer: ['got: message 1', 'got: message 2', 'got: message 3', 'closed after 3 messages'],
    },
  },
  main({ messages, perMessage }) {
    const actor = new Actor('printer', printer, perMessage).start();
    for (let n = 1; n <= messages; n++) actor.send(`message ${n}`);
    print(`sent ${messages} messages`);
    actor.close();
    try {
      actor.send('one more');
    } catch (error) {
      if (!(error instanceof QueueShutDown)) throw error;
      print(`too late: ${error.message}`);
    }
    actor.join();
    print('the actor has ended');
  },
});
