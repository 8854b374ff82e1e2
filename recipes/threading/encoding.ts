// The words of encoded values, which encode.ts writes and decode.ts reads.
// A value is a tag in the low byte of a word, a number in the upper bits, and what follows.
export const UNDEFINED = 0, NULL = 1, FALSE = 2, TRUE = 3, INTEGER = 4, DOUBLE = 5, LATIN1 = 6, UTF16 = 7, BIGINT = 8, ARRAY = 9, OBJECT = 10, DATE = 11,
  MAP = 12, SET = 13, TYPED = 14, BUFFER = 15, ERROR = 16, RESOURCE = 17, REFERENCE = 18, SERIALIZED = 19, TASK = 20, HEAP_VIEW = 21, LOOSE = 22, EXTENSION = 23, SHARED = 24, SHARED_VIEW = 25, INTEGERS = 26;

export type View = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array | DataView;
export const viewClasses: readonly (new (buffer: ArrayBufferLike, start?: number, length?: number) => View)[] = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView];

/** Objects of other files that travel by reference: threads, futures, shared arrays. */
export interface Traveller {
  matches(value: object): boolean;
  /** Takes a reference for the journey and gives the number that stands for the object. */
  send(value: object): number;
  /** Makes this thread's object. With `taking` the journey's reference goes over to it. */
  receive(number: number, taking: boolean): unknown;
  /** Gives the journey's reference back: nobody will receive it. */
  drop(number: number): void;
}

export const travellers: Traveller[] = [];

/** All threads must register the same ones in the same order: index.ts loads them all. */
export function registerTraveller(traveller: Traveller): void {
  travellers.push(traveller);
}
