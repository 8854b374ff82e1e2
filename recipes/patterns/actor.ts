// Actor: a thread with a mailbox. It does not know what its messages mean; that is for the behaviour.
import { Queue, Thread, type Task } from '../threading/index.js';

/** The thread's function: it takes messages from the mailbox until that is closed, `for (const message of mailbox)`. */
export type Behaviour<Message, Rest extends unknown[]> = Task<(mailbox: Queue<Message>, ...rest: Rest) => void | Promise<void>>;

/** Others reach an actor only by messages. To be reached from another thread, hand that thread the mailbox: it is the actor's address. */
export class Actor<Message, Rest extends unknown[] = []> {
  readonly mailbox: Queue<Message>;
  readonly #behaviour: Behaviour<Message, Rest>;
  readonly #rest: Rest;
  readonly #name: string;
  #thread: Thread;

  constructor(name: string, behaviour: Behaviour<Message, Rest>, ...rest: Rest) {
    this.mailbox = new Queue<Message>(0, { name: `mailbox of ${name}` });
    this.#name = name;
    this.#behaviour = behaviour;
    this.#rest = rest;
    this.#thread = this.#newThread();
  }

  start(): this {
    this.#thread.start();
    return this;
  }

  /** Leaves a message and goes on at once. Throws QueueShutDown when the actor was closed. */
  send(message: Message): void {
    this.mailbox.put(message);
  }

  /** No more messages; those that were sent are still worked on, and then the actor's loop ends. */
  close(): void {
    this.mailbox.shutdown();
  }

  /** Blocks until the actor has ended, by `close` or by an exception, which is the answer. */
  join(): Error | undefined {
    this.#thread.join();
    return this.#thread.exception;
  }

  /** After an end by an exception: a new thread, whose memory is empty, at the old mailbox, where nothing was lost. */
  restart(): void {
    this.#thread = this.#newThread();
    this.start();
  }

  #newThread(): Thread {
    return new Thread(this.#behaviour, { args: [this.mailbox, ...this.#rest], name: this.#name });
  }
}
