// A priority queue of one's own: a binary heap in shared memory, under one lock, with a Condition for "there is something" and one for "there is
// room". Objects cannot be shared between threads; so the heap's numbers and the items' bytes lie in buffers that all threads see.
import { Condition, Lock } from '../threading/index.js';

/** What travels to another thread, which makes its own `SharedHeap` of it. */
export interface HeapParts {
  notEmpty: Condition;
  notFull: Condition;
  /** The size, the number of the next put, then the entries. Only changed with the lock held. */
  words: Int32Array;
  /** `itemBytes` for each slot: the length in one byte, and the item as JSON. */
  bytes: Uint8Array;
}

const size = 0;
const nextPut = 1;
const firstEntry = 2;
/** An entry: its priority, the number of its put (equal priorities keep their order), the slot of its item. */
const entryWords = 3;
/** One for the length, and what a byte can count. */
const itemBytes = 256;

/** Room for `capacity` items. */
export function heapParts(capacity: number, name: string): HeapParts {
  const lock = new Lock({ name: `${name} lock` });
  const words = new Int32Array(new SharedArrayBuffer((firstEntry + capacity * entryWords) * 4));
  // Entries beyond the size stay there for their slots: those are the free ones.
  for (let entry = 0; entry < capacity; entry++) words[firstEntry + entry * entryWords + 2] = entry;
  return {
    notEmpty: new Condition(lock, { name: `${name} not empty` }),
    notFull: new Condition(lock, { name: `${name} not full` }),
    words,
    bytes: new Uint8Array(new SharedArrayBuffer(capacity * itemBytes)),
  };
}

/** The lowest priority comes first, equal ones in the order of their puts. Items are whatever JSON can say, in at most 255 bytes. */
export class SharedHeap<T> {
  readonly #parts: HeapParts;
  readonly #capacity: number;

  constructor(parts: HeapParts) {
    this.#parts = parts;
    this.#capacity = (parts.words.length - firstEntry) / entryWords;
  }

  /** Blocks while there is no room. Throws RangeError for an item that is too large. */
  put(item: T, priority: number): void {
    const data = new TextEncoder().encode(JSON.stringify(item));
    if (data.length > itemBytes - 1) throw new RangeError(`An item has at most ${itemBytes - 1} bytes; this one has ${data.length}.`);
    const { words, bytes, notEmpty, notFull } = this.#parts;
    using held = notFull.hold();
    notFull.waitFor(() => words[size]! < this.#capacity);
    let entry = words[size]!++;
    const at = firstEntry + entry * entryWords;
    words[at] = priority;
    words[at + 1] = words[nextPut]!++;
    const slot = words[at + 2]! * itemBytes;
    bytes[slot] = data.length;
    bytes.set(data, slot + 1);
    // Up, as long as the parent comes later.
    for (let parent = (entry - 1) >> 1; entry > 0 && this.#before(entry, parent); parent = (entry - 1) >> 1) {
      this.#swap(entry, parent);
      entry = parent;
    }
    notEmpty.notify();
  }

  /** Blocks while there is nothing. */
  get(): T {
    const { words, bytes, notEmpty, notFull } = this.#parts;
    using held = notEmpty.hold();
    notEmpty.waitFor(() => words[size]! > 0);
    const last = --words[size]!;
    this.#swap(0, last); // Behind the heap now, and its slot is free; it is read before anybody else gets the lock.
    for (let entry = 0; ; ) {
      const [left, right] = [entry * 2 + 1, entry * 2 + 2];
      let first = entry;
      if (left < last && this.#before(left, first)) first = left;
      if (right < last && this.#before(right, first)) first = right;
      if (first === entry) break;
      this.#swap(entry, first);
      entry = first;
    }
    const slot = words[firstEntry + last * entryWords + 2]! * itemBytes;
    const data = bytes.slice(slot + 1, slot + 1 + bytes[slot]!); // A copy: TextDecoder takes no shared memory.
    notFull.notify();
    return JSON.parse(new TextDecoder().decode(data)) as T;
  }

  #before(a: number, b: number): boolean {
    const { words } = this.#parts;
    const [first, second] = [firstEntry + a * entryWords, firstEntry + b * entryWords];
    return words[first] === words[second] ? words[first + 1]! < words[second + 1]! : words[first]! < words[second]!;
  }

  #swap(a: number, b: number): void {
    const { words } = this.#parts;
    for (let word = 0; word < entryWords; word++) {
      const [first, second] = [firstEntry + a * entryWords + word, firstEntry + b * entryWords + word];
      [words[first], words[second]] = [words[second]!, words[first]!];
    }
  }
}
