// The operating system's calls on descriptors, through koffi where it is installed: it is optional, and loaded only when somebody asks.
import { closeSync, readSync, writeSync } from 'node:fs';

interface Koffi {
  load(path: string | null): { func(prototype: string): (...args: unknown[]) => number };
}

export interface Native {
  /** Two connected descriptors that do not block. Throws where the process may open no more. */
  pair(): [number, number];
  /** Blocks until one can be read without blocking, at most so many milliseconds; which ones, by their places. Nothing interrupts it. */
  poll(descriptors: readonly number[], milliseconds: number): number[];
}

const UNIX = 1;
const STREAM = 1;
const READABLE = 0x001;
/** Error, hang-up: a read returns at once. POLLNVAL is among them: a closed descriptor must not be waited for. */
const OVER = 0x008 | 0x010 | 0x020;
const RECORD = 8;

let loaded: Native | null | undefined;

/** Undefined where koffi, or its binary for this platform, is not installed, and on Windows, which has no such calls. */
export function native(): Native | undefined {
  if (loaded === undefined) loaded = load();
  return loaded ?? undefined;
}

function load(): Native | null {
  const linux = process.platform === 'linux';
  if (!linux && process.platform !== 'darwin') return null;
  let koffi: Koffi;
  try {
    // Not an import: the bundle must not contain it and must load without it.
    koffi = process.getBuiltinModule('node:module').createRequire(import.meta.url)('koffi') as Koffi;
  } catch {
    return null;
  }
  const library = koffi.load(null);
  const socketpair = library.func('int socketpair(int domain, int type, int protocol, void *pair)');
  const poll = library.func(`int poll(void *list, ${linux ? 'unsigned long' : 'unsigned int'} count, int timeout)`);
  const fcntl = library.func('int fcntl(int descriptor, int command, int value)');
  // Linux sets both properties at once; elsewhere F_SETFL and F_SETFD do.
  const type = linux ? STREAM | 0o4000 | 0o2000000 : STREAM;
  return {
    pair() {
      const two = new Int32Array(2);
      if (socketpair(UNIX, type, 0, two) !== 0) throw new Error('The process may open no more descriptors: socketpair failed. Close some, or raise the limit (ulimit -n).');
      const [read, write] = two as unknown as [number, number];
      if (!linux) {
        for (const descriptor of [read, write]) {
          fcntl(descriptor, 4, 0x4);
          fcntl(descriptor, 2, 1);
        }
      }
      return [read, write];
    },
    poll(descriptors, milliseconds) {
      const list = Buffer.alloc(descriptors.length * RECORD);
      for (let n = 0; n < descriptors.length; n++) {
        list.writeInt32LE(descriptors[n]!, n * RECORD);
        list.writeInt16LE(READABLE, n * RECORD + 4);
      }
      // A signal ends it early with -1: nothing is ready then.
      if (poll(list, descriptors.length, Math.ceil(milliseconds)) <= 0) return [];
      return descriptors.map((_, n) => n).filter((n) => (list.readInt16LE(n * RECORD + 6) & (READABLE | OVER)) !== 0);
    },
  };
}

const byte = Buffer.from([1]);
const bin = Buffer.alloc(64);

/** Writes one byte. A full pipe is as good as a byte more. */
export function writeByte(descriptor: number): void {
  ignoringFull(() => writeSync(descriptor, byte));
}

/** Reads whatever lies there, without waiting. */
export function readAway(descriptor: number): void {
  ignoringFull(() => {
    while (readSync(descriptor, bin) === bin.length);
  });
}

export function close(descriptor: number): void {
  closeSync(descriptor);
}

function ignoringFull(call: () => void): void {
  try {
    call();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}
