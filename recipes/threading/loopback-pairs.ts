// Pairs of connected TCP sockets for doorbells where there is no socketpair. The supervisor makes and keeps them; other threads use the descriptors.
import type { Socket } from 'node:net';

const kept = new Map<number, readonly [Socket, Socket]>();

/** Calls back with the descriptor to read from and the one to write to; both -1 where it cannot be done. Does not block. */
export function makePair(done: (read: number, write: number) => void): void {
  // Nobody here may read: the bytes belong to the queue.
  const { connect, createServer } = process.getBuiltinModule('node:net');
  const server = createServer({ pauseOnConnect: true });
  const fail = (): void => {
    server.close();
    done(-1, -1);
  };
  server.once('error', fail);
  server.listen(0, '127.0.0.1', 1, () => {
    const address = server.address();
    if (address === null || typeof address === 'string') return fail();
    const writing = connect({ port: address.port, host: '127.0.0.1', noDelay: true });
    writing.once('error', fail);
    const connected = new Promise<void>((resolve) => writing.once('connect', resolve));
    server.on('connection', (reading) => {
      // Another process may have been faster than ourselves.
      void connected.then(() => {
        if (reading.remotePort !== writing.localPort) return reading.destroy();
        server.close();
        writing.off('error', fail);
        for (const socket of [reading, writing]) socket.on('error', () => undefined).unref();
        const read = descriptorOf(reading);
        const write = descriptorOf(writing);
        if (read >= 0) kept.set(read, [reading, writing]);
        return done(read, write);
      });
    });
  });
}

export function closePair(read: number): void {
  for (const socket of kept.get(read) ?? []) socket.destroy();
  kept.delete(read);
}

/** The descriptor of a socket or server of node:net, for `fs.readSync`; -1 where it has none: it is closed or not connected yet, or this is Windows. */
export function descriptorOf(socket: object): number {
  return (socket as { _handle?: { fd?: number } | null })._handle?.fd ?? -1;
}
