// An actor that answers: a message brings a Future, which the actor completes with the result or with the exception.
import { Actor } from '../patterns/actor.js';
import { defineRecipe } from '../recipe.js';
import { Future, print, sleep, task, type Queue } from '../threading/index.js';

/** A question, and where its answer goes. */
export interface Request {
  word: string;
  reply: Future<string>;
}

export const translator = task(import.meta.url, function translator(mailbox: Queue<Request>, perWordMs: number): void {
  const dictionary: Record<string, string> = { thread: 'fil', lock: 'verrou', queue: 'file', actor: 'acteur' };
  for (const { word, reply } of mailbox) {
    sleep(perWordMs);
    try {
      const translation = dictionary[word];
      if (translation === undefined) throw new RangeError(`“${word}” is not in the dictionary`);
      reply.setResult(translation);
    } catch (error) {
      reply.setException(error as Error); // The asker's business: the actor goes on with the next message.
    }
  }
});

/** To ask is to send and to get the future at once; the answer is fetched when it is needed. */
function ask(actor: Actor<Request, [number]>, word: string): Future<string> {
  const reply = Future.open<string>();
  actor.send({ word, reply });
  return reply;
}

export const recipe = defineRecipe({
  section: '12.10',
  title: 'An actor that answers',
  story: 'Ask an actor and get a future at once: the result, or the exception, comes later.',
  doc: [
    'A message goes one way. For an answer, the sender puts a `Future` into the message, keeps it, and asks it for the result when it needs one.',
    'An exception travels the same way: it is thrown where the answer is wanted, not where the actor works, and the actor lives on.',
    'In the sidebar, the main thread waits for a future only when it asks for a result too early.',
    'The trap is an actor that forgets a reply: whoever waits for it then waits for ever. So every path completes the future, and a wait has a timeout.',
  ].join(' '),
  parameters: {
    words: { type: 'text', default: 'thread,lock,goto,queue,actor', help: 'Words to ask for, with commas between them; the dictionary is small.' },
    perWord: { type: 'integer', default: 600, minimum: 0, maximum: 10_000, help: 'Milliseconds that the actor needs for a word.' },
    patience: { type: 'integer', default: 30_000, minimum: 1, maximum: 600_000, help: 'Milliseconds to wait for an answer.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { words: 'lock,goto,queue', perWord: 1 },
    lines: { MainThread: ['asked for 3 words', 'lock: verrou', 'RangeError: “goto” is not in the dictionary', 'queue: file'] },
  },
  main({ words, perWord, patience }) {
    const actor = new Actor('translator', translator, perWord).start();
    const questions = words.split(',').map((word) => word.trim());
    const replies = questions.map((word) => ask(actor, word));
    print(`asked for ${replies.length} words`);
    for (const [n, reply] of replies.entries()) {
      const failure = reply.exception(patience);
      print(failure ? `${failure.name}: ${failure.message}` : `${questions[n]}: ${reply.result()}`);
    }
    actor.close();
    actor.join();
  },
});
