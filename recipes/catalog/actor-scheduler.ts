// Actors without threads: each is a generator, and a scheduler delivers the messages one after the other, so that nothing recurses.
import { defineRecipe } from '../recipe.js';
import { print } from '../threading/index.js';

/** Waits at its `yield` for the next message. */
export type Actor<Message> = Generator<undefined, void, Message>;

export class ActorScheduler {
  readonly #actors = new Map<string, Actor<any>>();
  readonly #inbox: { actor: Actor<any>; message: unknown }[] = [];

  /** The name is what others send to. The actor runs to its first `yield` when the scheduler does. */
  newActor(name: string, actor: Actor<any>): void {
    this.#actors.set(name, actor);
    this.#inbox.push({ actor, message: undefined });
  }

  /** To an actor that has ended, or never was, nothing is sent; the answer says so. */
  send(to: string, message: unknown): boolean {
    const actor = this.#actors.get(to);
    if (actor === undefined) return false;
    this.#inbox.push({ actor, message });
    return true;
  }

  /** Delivers in the order of sending until no message is left; how many there were. */
  run(): number {
    let delivered = 0;
    for (let next = 0; next < this.#inbox.length; ) {
      const { actor, message } = this.#inbox[next++]!;
      delivered++;
      if (actor.next(message).done) this.#forget(actor);
      if (next === 1_000) next -= this.#inbox.splice(0, next).length; // What was delivered is given back now and then.
    }
    this.#inbox.length = 0;
    return delivered;
  }

  #forget(ended: Actor<any>): void {
    for (const [name, actor] of this.#actors) if (actor === ended) this.#actors.delete(name);
  }
}

export function* printer(everyNth: number): Actor<number> {
  for (;;) {
    const n = yield;
    if (n % everyNth === 0) print(`got ${n}`);
  }
}

/** Sends to itself what is left to do: that would be a recursion, were it not for the scheduler between the two. */
export function* counter(scheduler: ActorScheduler): Actor<number> {
  for (let n = yield; n > 0; n = yield) {
    scheduler.send('printer', n);
    scheduler.send('counter', n - 1);
  }
  print('the counter has ended');
}

export const recipe = defineRecipe({
  section: '12.12',
  title: 'Actors without threads',
  story: 'Ten thousand messages between two generators, and the call stack stays flat.',
  doc: [
    'An actor needs no thread of its own: a generator that waits at `yield` for the next message is one, and thousands of them fit where one thread does.',
    'The counter sends a message to itself for each number. Were a message a call, ten thousand of them would lie upon each other on the stack; the scheduler’s list takes them one by one.',
    'In the sidebar there is only the main thread: a million messages a second go back and forth, and nothing of it is a thread, a lock or a queue.',
    'The twin sends by calling, and runs out of stack.',
  ].join(' '),
  parameters: {
    count: { type: 'integer', default: 10_000, minimum: 0, maximum: 10_000_000, help: 'The number from which the actors count down.' },
    show: { type: 'integer', default: 1_000, minimum: 1, maximum: 10_000_000, help: 'Print every so many.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { show: 2_500 },
    lines: { MainThread: ['got 10000', 'got 7500', 'got 5000', 'got 2500', 'the counter has ended', '20003 messages in * ms'] },
  },
  main({ count, show }) {
    const scheduler = new ActorScheduler();
    scheduler.newActor('printer', printer(show));
    scheduler.newActor('counter', counter(scheduler));
    scheduler.send('counter', count);
    const start = performance.now();
    const delivered = scheduler.run();
    print(`${delivered} messages in ${(performance.now() - start).toFixed(1)} ms`);
  },
});
