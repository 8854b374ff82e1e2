// The hidden supervisor of a plain program: a worker of its own, so that the program's main thread may block.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import './index.js';
import type { FromHiddenSupervisor, SupervisorBirthright, ToSupervisor } from './link.js';
import { startPlainSupervisor } from './supervisor.js';

const given = (workerData as { threadbookSupervisor: SupervisorBirthright }).threadbookSupervisor;

const supervision = startPlainSupervisor({
  mainPort: given.buffers,
  onOutput: (_thread, text) => writeAll(text),
  onIdle: () => {
    supervision.flushOutput();
    parentPort!.postMessage({ threadbook: 'idle' } satisfies FromHiddenSupervisor);
  },
});

parentPort!.on('message', (message: ToSupervisor) => supervision.receive(message));

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes to standard output even where it is a pipe whose reader is slow: such a pipe answers EAGAIN. */
function writeAll(text: Buffer): void {
  for (let start = 0; start < text.length; ) {
    try {
      start += writeSync(1, text, start);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 2);
    }
  }
}
