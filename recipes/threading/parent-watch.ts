// A thread of a pool's child process that does nothing but notice the parent's end: a task that blocks or loops keeps the main thread from it.
import { Socket } from 'node:net';
import { WATCH_PIPE } from './process-pipes.js';

/** How long the main thread has to leave by itself, in milliseconds. */
const GRACE = 500;

const pipe = new Socket({ fd: WATCH_PIPE, readable: true, writable: false });
pipe.on('error', () => pipe.destroy());
pipe.on('close', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE));
pipe.resume();
