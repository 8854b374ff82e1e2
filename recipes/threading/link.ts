// How a thread reaches the supervisor: by a message, which is delivered even if the sender then blocks.
import { MessageChannel, parentPort, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { memory } from './heap.js';
import { self } from './self.js';
import { nothingWorks } from './working.js';

export type ToSupervisor =
  /** Start a worker for this thread record. */
  | { threadbook: 'start'; record: number }
  /** Start one more worker of this executor, at the place that is reserved for it. */
  | { threadbook: 'pool-worker'; executor: number; place: number }
  /** Threads have ended by themselves: look for them. */
  | { threadbook: 'ended' }
  /** Keep the buffer of this record for whoever asks. */
  | { threadbook: 'buffer'; record: number; number: number; buffer: SharedArrayBuffer }
  /** Send the buffer to the port and then write 1 to the word of the heap. */
  | { threadbook: 'want-buffer'; number: number; word: number; worker: number }
  /** Nobody will ask for the buffer any more. */
  | { threadbook: 'drop-buffer'; number: number }
  /** The last thread that keeps the program going sleeps in an idle pool. */
  | { threadbook: 'quiet' }
  /** Make a connected pair of sockets, write their descriptors behind the word and 1 into it. */
  | { threadbook: 'pair'; word: number }
  /** Close such a pair. */
  | { threadbook: 'unpair'; read: number }
  /** End the worker that runs this thread, at once. */
  | { threadbook: 'kill'; id: number };

/** What the supervisor sends to whoever wants a buffer. */
export interface FromSupervisor {
  number: number;
  buffer: SharedArrayBuffer;
}

/** What the hidden supervisor of a plain program tells its main thread: nothing but daemons is left. */
export type FromHiddenSupervisor = { threadbook: 'idle' };

/** What the hidden supervisor's worker finds in `workerData.threadbookSupervisor`. */
export interface SupervisorBirthright {
  memory: typeof memory;
  /** The other end of the port on which the main thread receives buffers. */
  buffers: MessagePort;
}

let kept = false;
let direct: ((message: ToSupervisor) => void) | undefined;
let hidden: Worker | undefined;

/** In the supervisor's own thread messages are calls. */
export function linkDirectly(receive: (message: ToSupervisor) => void): void {
  direct = receive;
}

/** Sends a message to the supervisor; a plain program gets its hidden supervisor here. Does not block. */
export function tellSupervisor(message: ToSupervisor): void {
  if (direct !== undefined) direct(message);
  else if (self.worker !== 0) parentPort!.postMessage(message);
  else plainSupervisor().postMessage(message);
}

/** Keeps a plain program alive until its threads that are not daemons have ended. */
export function keepProgram(): void {
  if (kept || hidden === undefined) return;
  kept = true;
  hidden.ref();
}

function plainSupervisor(): Worker {
  if (hidden !== undefined) return hidden;
  const { port1, port2 } = new MessageChannel();
  buffers = port1;
  buffers.unref();
  hidden = new Worker(new URL('./plain-supervisor.js', import.meta.url), {
    workerData: { threadbookSupervisor: { memory, buffers: port2 } satisfies SupervisorBirthright },
    transferList: [port2],
    name: 'threadbook supervisor',
  });
  hidden.on('message', (message: FromHiddenSupervisor) => {
    if (message.threadbook !== 'idle' || !nothingWorks()) return;
    kept = false;
    hidden?.unref();
  });
  hidden.on('error', (error) => {
    throw error;
  });
  hidden.unref();
  return hidden;
}

let buffers: MessagePort | undefined;

/** Takes the buffer that the supervisor has sent, without a turn of the event loop. */
export function receiveBuffer(number: number): SharedArrayBuffer {
  for (;;) {
    const received: { message: FromSupervisor } | undefined = receiveMessageOnPort(self.worker !== 0 ? parentPort! : buffers!);
    if (received === undefined) throw new Error('A shared buffer was announced and did not arrive.');
    // Another number was sent to the thread that had this worker's place before, and was killed.
    if (received.message.number === number) return received.message.buffer;
  }
}
