// A thread that reads from a socket with a timeout, and so gets to look at the flag that ends it.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { BlockingSocket } from '../patterns/blocking-socket.js';
import { defineRecipe } from '../recipe.js';
import { Event, print, sleepAsync, task, Thread, TimeoutError } from '../threading/index.js';

export const readNews = task(import.meta.url, function readNews(port: number, greeted: Event, terminate: Event, timeout: number): void {
  using socket = new BlockingSocket(port, 'reader');
  while (!terminate.isSet()) {
    try {
      const text = socket.receive(timeout);
      if (text === null) return print('the other side has closed the connection');
      print(`received “${text}”`);
      greeted.set();
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      // Nothing came: a good moment to look at the flag.
    }
  }
  print('asked to stop, and stopped');
});

export const recipe = defineRecipe({
  section: '12.1',
  title: 'A socket reader that can be stopped',
  story: 'A thread blocked on a real socket wakes after a timeout and looks whether it should end.',
  doc: [
    'A thread that waits for a network does not look at any flag, and the other side may be silent for ever.',
    'So every wait has a timeout; when it is over the thread looks at the flag and waits again.',
    'In the sidebar the reader waits *to get from received by reader*, with a limit that starts anew each time. It ends at most one timeout after it was asked.',
    'The twin is the same without the timeout, and cannot be stopped.',
  ].join(' '),
  parameters: {
    timeout: { type: 'integer', default: 1_000, minimum: 1, maximum: 600_000, help: 'Milliseconds that one read waits at most.' },
    stopAfter: { type: 'integer', default: 3_500, minimum: 0, maximum: 600_000, help: 'Milliseconds until the reader is asked to stop.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { timeout: 100, stopAfter: 150 },
    lines: { MainThread: ['asking the reader to stop', 'the reader has ended'], reader: ['received “hello”', 'asked to stop, and stopped'] },
  },
  async main({ timeout, stopAfter }) {
    // The other side: says one word and then nothing any more.
    const server = createServer((socket) => void socket.resume().write('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const greeted = new Event({ name: 'greeted' });
    const terminate = new Event({ name: 'terminate' });
    const reader = new Thread(readNews, { args: [(server.address() as AddressInfo).port, greeted, terminate, timeout], name: 'reader' });
    reader.start();
    await greeted.waitAsync();
    await sleepAsync(stopAfter);
    print('asking the reader to stop');
    terminate.set();
    await reader.joinAsync();
    print('the reader has ended');
    server.close();
  },
});
