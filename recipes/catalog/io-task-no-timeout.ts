// The broken twin of io-task-timeout: without a timeout, a thread that waits for a silent socket never learns that it should end.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { BlockingSocket } from '../patterns/blocking-socket.js';
import { defineRecipe } from '../recipe.js';
import { Event, print, task, Thread } from '../threading/index.js';

export const readNews = task(import.meta.url, function readNews(port: number, listening: Event, terminate: Event): void {
  using socket = new BlockingSocket(port, 'reader');
  while (!terminate.isSet()) {
    listening.set();
    const text = socket.receive(); // As long as the other side is silent, the flag is never looked at.
    if (text === null) return print('the other side has closed the connection');
    print(`received “${text}”`);
  }
  print('asked to stop, and stopped');
});

export const recipe = defineRecipe({
  section: '12.1',
  title: 'A socket reader that cannot be stopped',
  story: 'Broken on purpose: a thread blocked on a silent socket does not see that it was asked to end.',
  doc: [
    'The reader polls its flag as it should, but only between two reads, and a read without a timeout lasts as long as the other side is silent.',
    'In the sidebar it waits *to get from received by reader*, for ever longer and without a limit, although `terminate` is set.',
    'Only the other side could end it, and that one stays silent: the program hangs until you stop the run.',
  ].join(' '),
  twinOf: 'io-task-timeout',
  parameters: {
    patience: { type: 'integer', default: 4_000, minimum: 1, maximum: 600_000, help: 'Milliseconds to wait for the reader after it was asked to stop.' },
  },
  expects: 'is stopped',
  transcript: {
    parameters: { patience: 300 },
    lines: { MainThread: ['asking the reader to stop', 'it has not ended within 300 ms: it does not see the flag, and the program hangs until you stop it'] },
  },
  async main({ patience }) {
    // The other side: silent for ever.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const listening = new Event({ name: 'listening' });
    const terminate = new Event({ name: 'terminate' });
    const reader = new Thread(readNews, { args: [(server.address() as AddressInfo).port, listening, terminate], name: 'reader' });
    reader.start();
    await once(server, 'connection');
    await listening.waitAsync(); // It has looked at the flag for the last time.
    print('asking the reader to stop');
    terminate.set();
    if (!(await reader.joinAsync(patience))) print(`it has not ended within ${patience} ms: it does not see the flag, and the program hangs until you stop it`);
    await reader.joinAsync(); // For ever.
    print('the reader has ended');
    server.close();
  },
});
