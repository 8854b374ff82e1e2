// Texts in an append-only area of the heap: names, stacks, keys. An address is an identity: equal texts have equal addresses.
import { bytes, i32 } from './heap.js';
import { TEXT_BUMP, TEXT_BYTES, TEXT_REFUSED, TEXT_SLOTS, TEXT_START, TEXT_TABLE } from './layout.js';

const known = new Map<string, number>();
const read = new Map<number, string>();
const LOCAL_LIMIT = 20_000;
const LONGEST = 16_384;

/**
 * The word address of `text` in the heap, 0 where the area is full. Does not block. Longer texts are cut at 16 KB.
 */
export function internText(text: string): number {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const address = store(text);
  if (known.size >= LOCAL_LIMIT) known.clear();
  known.set(text, address);
  return address;
}

/** The text at an address; empty for 0. */
export function textAt(address: number): string {
  if (address === 0) return '';
  const seen = read.get(address);
  if (seen !== undefined) return seen;
  const length = i32[address]!;
  const text = bytes.utf8Slice(address * 4 + 8, address * 4 + 8 + length);
  if (read.size >= LOCAL_LIMIT) read.clear();
  read.set(address, text);
  return text;
}

function hash(data: Buffer): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < data.length; i++) h = Math.imul(h ^ data[i]!, 0x01000193);
  return h === 0 ? 1 : h;
}

function store(text: string): number {
  let data = Buffer.from(text, 'utf8');
  if (data.length > LONGEST) data = data.subarray(0, LONGEST);
  const code = hash(data);
  let slot = code & (TEXT_SLOTS - 1);
  let own = 0;
  for (let probes = 0; probes < 64; probes++, slot = (slot + 1) & (TEXT_SLOTS - 1)) {
    let address = Atomics.load(i32, TEXT_TABLE + slot);
    if (address === 0) {
      own = own === 0 ? append(data, code) : own;
      if (own === 0) return 0;
      address = Atomics.compareExchange(i32, TEXT_TABLE + slot, 0, own);
      if (address === 0) return own;
    }
    if (i32[address + 1] === code && i32[address] === data.length && bytes.compare(data, 0, data.length, address * 4 + 8, address * 4 + 8 + data.length) === 0) return address;
  }
  // A crowded table only costs the sharing of equal texts.
  return own === 0 ? append(data, code) : own;
}

function append(data: Buffer, code: number): number {
  const size = (8 + data.length + 7) & ~7;
  const end = (TEXT_START * 4) + TEXT_BYTES;
  if (i32[TEXT_BUMP]! + size > end) {
    Atomics.add(i32, TEXT_REFUSED, 1);
    return 0;
  }
  const at = Atomics.add(i32, TEXT_BUMP, size);
  if (at + size > end) {
    Atomics.add(i32, TEXT_REFUSED, 1);
    return 0;
  }
  const address = at / 4;
  i32[address] = data.length;
  i32[address + 1] = code;
  bytes.set(data, at + 8);
  return address;
}
