// The texts that New Recipe… begins with. Knows nothing of vscode, so that it can be tested in plain Node.

/** A short program that runs as it is, with a parameter and a transcript. */
export const greeting = (title: string): string => `/// <reference path="./threadbook.d.ts" />
// A recipe of your own. It is in the Recipes view as soon as it is saved, and a test in the Test Explorer; “Run” below starts it.
import { defineRecipe } from 'threadbook/recipe';
import { print, Queue, task, Thread } from 'threadbook/threading';

/** A task is a function that a thread can run. What it is given is shared where it is a lock or a queue, and copied otherwise. */
export const greet = task(import.meta.url, function greet(guests: Queue<number | null>): void {
  for (let guest = guests.get(); guest !== null; guest = guests.get()) print(\`hello, guest \${guest}\`);
});

export const recipe = defineRecipe({
  title: ${quoted(title)},
  parameters: {
    guests: { type: 'integer', default: 3, minimum: 0, maximum: 1_000, help: 'How many guests come.' },
  },
  expects: 'completes',
  // What the test compares: what each thread prints when it runs with these parameters.
  transcript: { parameters: { guests: 2 }, lines: { greeter: ['hello, guest 1', 'hello, guest 2'] } },
  main({ guests }) {
    const queue = new Queue<number | null>(4, { name: 'guests' });
    const greeter = new Thread(greet, { args: [queue], name: 'greeter' });
    greeter.start();
    for (let guest = 1; guest <= guests; guest++) queue.put(guest);
    queue.put(null); // Nobody else comes.
    greeter.join();
  },
});
`;

/** A program that deadlocks, which the lint sees too; cured by changing the order of two locks. */
export const deadlock = (title: string): string => `/// <reference path="./threadbook.d.ts" />
// A recipe that deadlocks: each thread holds the account that the other one needs. “Run” below starts it; the underlined line says why, with both paths.
// To mend it, let both threads take the locks in the same order: in withdraw, savings first. Then run it again.
import { defineRecipe } from 'threadbook/recipe';
import { Barrier, Lock, print, sleep, task, Thread } from 'threadbook/threading';

class Bank {
  readonly savings = new Lock({ name: 'savings' });
  readonly checking = new Lock({ name: 'checking' });
  readonly bothAreThere = new Barrier(2, { name: 'both are there' });
}

export const deposit = task(import.meta.url, function deposit(bank: Bank): void {
  bank.bothAreThere.wait(); // One thread may take long to start; the mistake should show at every run.
  using first = bank.savings.hold();
  sleep(500); // Time enough for the other thread to take its first lock.
  using second = bank.checking.hold();
  print('put money into savings');
});

export const withdraw = task(import.meta.url, function withdraw(bank: Bank): void {
  bank.bothAreThere.wait();
  using first = bank.checking.hold();
  sleep(500);
  using second = bank.savings.hold();
  print('took money out of savings');
});

export const recipe = defineRecipe({
  title: ${quoted(title)},
  expects: 'completes',
  transcript: { parameters: {}, lines: { depositor: ['put money into savings'], withdrawer: ['took money out of savings'] } },
  main() {
    const bank = new Bank();
    const threads = [new Thread(deposit, { args: [bank], name: 'depositor' }), new Thread(withdraw, { args: [bank], name: 'withdrawer' })];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
`;

/** The file of a recipe with that title */
export const fileNameOf = (title: string): string => `${title.trim().toLowerCase().replaceAll(/\s+/g, '-')}.recipe.ts`;

/** Titles become file names, on every system. */
export const fitsFileName = (title: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,60}$/u.test(title.trim());

const quoted = (title: string): string => `'${title.trim().replaceAll(/['\\]/g, '\\$&')}'`;
