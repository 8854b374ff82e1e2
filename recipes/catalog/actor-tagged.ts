// Messages with a tag: the actor chooses what to do by the kind of message, and the compiler sees that none is forgotten.
import { Actor } from '../patterns/actor.js';
import { defineRecipe } from '../recipe.js';
import { Barrier, print, Queue, sleep, task, Thread } from '../threading/index.js';

export type Message =
  | { tag: 'deposit'; amount: number }
  | { tag: 'withdraw'; amount: number; by: string }
  /** The balance goes to `to`. */
  | { tag: 'report'; to: Queue<number> };

/** The only thread that knows the balance: deposits from many threads cannot meet, and no lock is needed. */
export const account = task(import.meta.url, function account(mailbox: Queue<Message>, perMessageMs: number): void {
  let balance = 0;
  for (const message of mailbox) {
    sleep(perMessageMs);
    switch (message.tag) {
      case 'deposit':
        balance += message.amount;
        break;
      case 'withdraw':
        if (message.amount > balance) print(`${message.by} wants ${message.amount}, there is ${balance}: refused`);
        else balance -= message.amount;
        break;
      case 'report':
        message.to.put(balance);
        break;
      default:
        message satisfies never;
    }
  }
});

/** A branch has the account's mailbox and nothing else of it. */
export const branch = task(import.meta.url, function branch(account: Queue<Message>, together: Barrier, deposits: number): void {
  together.wait();
  for (let n = 0; n < deposits; n++) account.put({ tag: 'deposit', amount: 10 });
  account.put({ tag: 'withdraw', amount: 1_000_000, by: Thread.current().name });
});

export const recipe = defineRecipe({
  section: '12.10',
  title: 'Tagged messages',
  story: 'An account as an actor: several threads send deposits, withdrawals and questions to one mailbox.',
  doc: [
    'A message that says what it is, by a tag, lets one actor do several things; a `switch` over the tags is its whole interface.',
    'Three branches deposit at the same time. With a shared number they would lose money, see the counter without a lock; here there is no shared number, only one thread that owns it.',
    'In the sidebar, look at the mailbox: the branches put, the account gets, and nobody holds a lock.',
    'A question brings a queue of its own for the answer.',
  ].join(' '),
  parameters: {
    branches: { type: 'integer', default: 3, minimum: 1, maximum: 32, help: 'How many threads send messages.' },
    deposits: { type: 'integer', default: 10, minimum: 1, maximum: 100_000, help: 'Deposits of each branch, 10 each.' },
    perMessage: { type: 'integer', default: 100, minimum: 0, maximum: 10_000, help: 'Milliseconds that the account needs for a message.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { perMessage: 1 },
    lines: {
      account: ['* wants 1000000, there is *: refused', '* wants 1000000, there is *: refused', '* wants 1000000, there is 300: refused'],
      MainThread: ['the balance is 300, as it should be'],
    },
  },
  main({ branches, deposits, perMessage }) {
    const actor = new Actor('account', account, perMessage).start();
    const together = new Barrier(branches, { name: 'branches open' });
    const threads = Array.from({ length: branches }, (_, n) => new Thread(branch, { args: [actor.mailbox, together, deposits], name: `branch-${n + 1}` }).start());
    for (const thread of threads) thread.join();

    const answer = new Queue<number>(1, { name: 'answer' });
    actor.send({ tag: 'report', to: answer });
    const balance = answer.get();
    actor.close();
    actor.join();
    if (balance !== branches * deposits * 10) throw new Error(`${branches * deposits * 10} was deposited, the balance is ${balance}`);
    print(`the balance is ${balance}, as it should be`);
  },
});
