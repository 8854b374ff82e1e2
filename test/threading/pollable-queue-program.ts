// Uses PollableQueue in a program of its own, for pollable-queue.scenarios.ts: also from a folder where koffi cannot be found.
import { readSync, writeSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Interrupted, PollableQueue, print, select, selectAsync, startSupervisor, task, Thread } from '../../recipes/threading/index.js';

/** Two queues in select, carried between threads, without a socket. */
export const putBoth = task(import.meta.url, function putBoth(a: PollableQueue<number>, b: PollableQueue<number>): void {
  for (let n = 0; n < 100; n++) (n % 2 === 0 ? a : b).put(n);
  a.shutdown();
  b.shutdown();
});
export const blockInPoll = task(import.meta.url, async function blockInPoll(): Promise<void> {
  const { far, near } = await pair();
  try {
    print('blocked');
    select([new PollableQueue(), near]);
  } catch (error) {
    print(error instanceof Interrupted ? 'interrupted' : String(error));
  } finally {
    far.destroy();
    near.destroy();
  }
});

/** Two ends of a connection; nothing is read from `near` until somebody asks. */
export async function pair(): Promise<{ far: Socket; near: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true }).pause();
  const far = await accepted;
  if (near.connecting) await new Promise((resolve) => near.once('connect', resolve));
  server.close();
  return { far, near };
}

const say = (text: string): void => void writeSync(1, `${text}\n`);

// A thread that loads this file for its tasks has another program.
switch (process.argv[1] === fileURLToPath(import.meta.url) ? process.argv[2] : undefined) {
  case 'alone': {
    const a = new PollableQueue<number>();
    const b = new PollableQueue<number>();
    new Thread(putBoth, { args: [a, b] }).start();
    let sum = 0;
    let left = [a, b];
    while (left.length > 0) {
      for (const queue of select(left)) {
        try {
          sum += queue.get(0);
        } catch {
          left = left.filter((one) => one !== queue);
        }
      }
    }
    say(`sum ${sum}`);
    // The descriptor, made by whatever means there are.
    const c = new PollableQueue<number>();
    const byte = Buffer.alloc(1);
    const quiet = readable(c.fd, byte);
    c.put(1);
    c.put(2);
    c.get();
    // Here the byte is read, although nobody should: to see that there is one.
    const rung = await until(() => readable(c.fd, byte));
    c.get();
    say(`descriptor ${quiet} ${rung} ${readable(c.fd, byte)}`);
    const { far, near } = await pair();
    try {
      say(`poll ${select([near], 0).length}`);
    } catch (error) {
      say(`poll ${(error as Error).message}`);
    }
    far.write('x');
    say(`loop ${(await selectAsync([c, near], 5000))[0] === near}`);
    far.destroy();
    near.destroy();
    break;
  }
  case 'interrupt': {
    const supervisor = startSupervisor({
      onOutput: (_thread, text) => {
        writeSync(1, text);
        if (text.includes('blocked')) supervisor.interruptMain();
      },
      onIdle: () => process.exit(0),
    });
    supervisor.start(blockInPoll);
    break;
  }
  default:
}

function readable(fd: number, into: Buffer): boolean {
  try {
    return readSync(fd, into) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
    throw error;
  }
}

async function until(seen: () => boolean): Promise<boolean> {
  for (const end = performance.now() + 5000; performance.now() < end; await new Promise((resolve) => setImmediate(resolve))) if (seen()) return true;
  return false;
}
