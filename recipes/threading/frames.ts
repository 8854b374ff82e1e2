// The words that an executor and its child processes send each other through pipes: frames of eight words and a body. No meaning here.

/** Words of a frame's head. */
const HEAD = 8;

export interface FrameHead {
  kind: number;
  /** The number of a task under way, or of a name. */
  id: number;
  /** The name that the frame refers to. */
  name: number;
  /** As F_COUNT of a future. */
  count: number;
  /** A packed value, see queue-word.ts; where it is a block, the body is what lies in it. */
  tag: number;
  low: number;
  high: number;
}

// To the child: run a task; what a name's number stands for; run the initializer.
export const RUN = 1;
export const NAME = 2;
export const INITIALIZE = 3;
// From the child: ready for tasks; the initializer threw; a task returned; it threw.
export const READY = 4;
export const NOT_READY = 5;
export const RETURNED = 6;
export const THREW = 7;

/** Puts frames into one buffer, to be sent at once. */
export class FrameWriter {
  #words = new Int32Array(4096);
  #end = 0;

  get empty(): boolean {
    return this.#end === 0;
  }

  /** @param body whole words; they are copied. */
  add(kind: number, id: number, name: number, count: number, tag: number, low: number, high: number, body?: Int32Array): void {
    const length = body === undefined ? 0 : body.length;
    const end = this.#end + HEAD + length;
    if (end > this.#words.length) {
      const bigger = new Int32Array(end * 2);
      bigger.set(this.#words.subarray(0, this.#end));
      this.#words = bigger;
    }
    const words = this.#words;
    let at = this.#end;
    words[at++] = kind;
    words[at++] = id;
    words[at++] = name;
    words[at++] = count;
    words[at++] = tag;
    words[at++] = low;
    words[at++] = high;
    words[at++] = length;
    if (body !== undefined) words.set(body, at);
    this.#end = end;
  }

  /** The frames so far, valid until the next call of `add`. */
  take(): Buffer {
    const data = Buffer.from(this.#words.buffer, 0, this.#end * 4);
    this.#end = 0;
    if (this.#words.length > 1 << 20) this.#words = new Int32Array(4096);
    return data;
  }
}

/** Cuts what a pipe delivers into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #have = 0;
  #need = HEAD * 4;

  /** Calls back for every frame that is complete; head and body are valid during the call only. */
  read(chunk: Buffer, onFrame: (head: FrameHead, body: Buffer) => void): void {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need) return;
    const data = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    for (;;) {
      const left = data.length - at;
      this.#need = left < HEAD * 4 ? HEAD * 4 : HEAD * 4 + word(data, at, 7) * 4;
      if (left < this.#need) break;
      const head = { kind: word(data, at, 0), id: word(data, at, 1), name: word(data, at, 2), count: word(data, at, 3), tag: word(data, at, 4), low: word(data, at, 5), high: word(data, at, 6) };
      onFrame(head, data.subarray(at + HEAD * 4, at + this.#need));
      at += this.#need;
    }
    const rest = data.subarray(at);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#have = rest.length;
  }
}

function word(data: Buffer, at: number, index: number): number {
  return data.readInt32LE(at + index * 4);
}
