// The broken twin of actor-scheduler: to send is to call. The stack grows with every message.
import { defineRecipe } from '../recipe.js';
import { print } from '../threading/index.js';

type Receive = (message: number) => void;

/** Delivers at once, inside of the sender: simple, and wrong. */
export class DirectDelivery {
  readonly #actors = new Map<string, Receive>();
  delivered = 0;

  newActor(name: string, receive: Receive): void {
    this.#actors.set(name, receive);
  }

  send(to: string, message: number): void {
    this.delivered++;
    this.#actors.get(to)?.(message);
  }
}

export const recipe = defineRecipe({
  section: '12.12',
  title: 'Actors that call each other',
  story: 'Broken on purpose: a message is a call, calls lie upon each other, and the stack is full before the work is done.',
  doc: [
    'It looks the same and needs no scheduler: to send a message is to call the receiver. With a few messages it works, and the tests are green.',
    'But the sender’s call is not over before the receiver’s is. An actor that sends to itself digs deeper with every message, until the engine refuses.',
    'The sidebar shows how it ends: the main thread raised a `RangeError`, and the output says after how many messages.',
    'Look at the sibling: a list between sending and receiving is all that is missing.',
  ].join(' '),
  twinOf: 'actor-scheduler',
  parameters: {
    count: { type: 'integer', default: 200_000, minimum: 0, maximum: 10_000_000, help: 'The number from which the actors count down; a small one works.' },
  },
  expects: 'raises',
  transcript: { parameters: {}, lines: { MainThread: ['the stack was full after * messages, at *', '...'] } },
  main({ count }) {
    const delivery = new DirectDelivery();
    let left = count;
    delivery.newActor('printer', (n) => void (left = n - 1));
    delivery.newActor('counter', function counter(n) {
      if (n === 0) return;
      delivery.send('printer', n);
      delivery.send('counter', n - 1);
    });
    try {
      delivery.send('counter', count);
    } catch (error) {
      print(`the stack was full after ${delivery.delivered} messages, at ${left}`);
      throw error;
    }
    print(`${delivery.delivered} messages: the stack was deep enough for so few`);
  },
});
