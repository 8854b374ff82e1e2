// A load of clients for an echo server that answers line by line. They check every echo, and know nothing of how the server does it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { print, task } from '../threading/index.js';

/** So many clients each say that they are done; of more every tenth speaks for those before it. */
const few = 10;

/** Runs all clients at the same time in one thread, as if they were another program. Answers how many echoes were right. */
export const echoClients = task(import.meta.url, async function echoClients(port: number, count: number, requests: number): Promise<number> {
  let done = 0;
  const report = (id: number, right: number): void => {
    done++;
    if (count <= few) print(`client ${id}: ${right} echoes, all right`);
    else if (done % few === 0 || done === count) print(`${done} of ${count} clients have all of their echoes`);
  };
  const right = await Promise.all(Array.from({ length: count }, (_, id) => oneClient(port, id + 1, requests, report)));
  return right.reduce((sum, each) => sum + each, 0);
});

async function oneClient(port: number, id: number, requests: number, report: (id: number, right: number) => void): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const echoes = createInterface({ input: socket })[Symbol.asyncIterator]();
  let right = 0;
  for (let n = 1; n <= requests; n++) {
    const request = `client ${id}, request ${n}`;
    socket.write(`${request}\n`);
    const { value: echo } = await echoes.next();
    if (echo !== request) throw new Error(`sent “${request}”, received “${echo}”`);
    right++;
  }
  report(id, right);
  socket.end();
  await once(socket, 'close'); // A thread that blocks again has no event loop that would say goodbye.
  return right;
}
