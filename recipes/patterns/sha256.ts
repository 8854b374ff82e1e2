// PBKDF2 with HMAC-SHA-256, once in JavaScript and once in WebAssembly that is put together here: the same work for every way of running it.
// For measuring. For real keys take `pbkdf2` of node:crypto, which is faster and looked after.

/** SHA-256's inner function over shared words: mixes the block of 16 words at `block` into the state of 8 words at `from`, result at `to`. */
export interface Kernel {
  words: Int32Array;
  compress(from: number, block: number, to: number): void;
}

const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
/** The first 32 bits behind the point, as the standard defines its constants. */
const fraction = (x: number) => Math.floor((x % 1) * 2 ** 32) | 0;
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

export function javascriptKernel(): Kernel {
  const words = new Int32Array(64);
  const schedule = new Int32Array(64);
  return {
    words,
    compress(from, block, to) {
      for (let t = 0; t < 16; t++) schedule[t] = words[block + t]!;
      for (let t = 16; t < 64; t++) {
        const x = schedule[t - 15]!;
        const y = schedule[t - 2]!;
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        schedule[t] = (schedule[t - 16]! + s0 + schedule[t - 7]! + s1) | 0;
      }
      let a = words[from]!, b = words[from + 1]!, c = words[from + 2]!, d = words[from + 3]!;
      let e = words[from + 4]!, f = words[from + 5]!, g = words[from + 6]!, h = words[from + 7]!;
      for (let t = 0; t < 64; t++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[t]! + schedule[t]!) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g, g = f, f = e, e = (d + t1) | 0, d = c, c = b, b = a, a = (t1 + t2) | 0;
      }
      for (const [n, mixed] of [a, b, c, d, e, f, g, h].entries()) words[to + n] = (words[from + n]! + mixed) | 0;
    },
  };
}

type Code = readonly number[];
const get = (local: number): Code => [0x20, local];
const set = (local: number, value: Code): Code => [...value, 0x21, local];
const number = (value: number): Code => [0x41, ...signed(value)];
const operation = (opcode: number) => (first: Code, ...rest: Code[]): Code => rest.reduce<Code>((left, right) => [...left, ...right, opcode], first);
const add = operation(0x6a);
const and = operation(0x71);
const xor = operation(0x73);
const shift = operation(0x76);
const rotate = operation(0x78);
const load = (address: Code, offset: number): Code => [...address, 0x28, 2, ...unsigned(offset)];
const store = (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x36, 2, ...unsigned(offset)];

/** All 64 rounds one after the other, without a loop: what was an index is now the name of a local variable. */
function compressCode(): Code {
  const [from, block, to] = [0, 1, 2];
  const w = (t: number) => 3 + (t % 16);
  const sum = (x: number, r1: number, r2: number, last: Code) => xor(rotate(get(x), number(r1)), rotate(get(x), number(r2)), last);
  const code: number[] = [];
  for (let t = 0; t < 16; t++) code.push(...set(w(t), load(get(block), t * 4)));
  let [a, b, c, d, e, f, g, h, t1] = [19, 20, 21, 22, 23, 24, 25, 26, 27] as [number, number, number, number, number, number, number, number, number];
  for (let n = 0; n < 8; n++) code.push(...set(a + n, load(get(from), n * 4)));
  for (let t = 0; t < 64; t++) {
    if (t >= 16) {
      const s0 = sum(w(t + 1), 7, 18, shift(get(w(t + 1)), number(3)));
      const s1 = sum(w(t + 14), 17, 19, shift(get(w(t + 14)), number(10)));
      code.push(...set(w(t), add(get(w(t)), s0, get(w(t + 9)), s1)));
    }
    const choice = xor(and(get(e), get(f)), and(xor(get(e), number(-1)), get(g)));
    code.push(...set(t1, add(get(h), sum(e, 6, 11, rotate(get(e), number(25))), choice, number(constants[t]!), get(w(t)))));
    const majority = xor(and(get(a), get(b)), and(get(a), get(c)), and(get(b), get(c)));
    code.push(...set(d, add(get(d), get(t1))), ...set(h, add(get(t1), sum(a, 2, 13, rotate(get(a), number(22))), majority)));
    [a, b, c, d, e, f, g, h] = [h, a, b, c, d, e, f, g];
  }
  // After 64 rounds every variable is back under its first name.
  for (let n = 0; n < 8; n++) code.push(...store(get(to), n * 4, add(load(get(from), n * 4), get(a + n))));
  return code;
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/** The little that is used of it: Node has it, its type package leaves it to the browser's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: { memory: { buffer: ArrayBuffer }; compress(from: number, block: number, to: number): void };
  }
}

let compiled: WebAssembly.Module | undefined;

export function wasmKernel(): Kernel {
  compiled ??= new WebAssembly.Module(moduleBytes());
  const { memory, compress } = new WebAssembly.Instance(compiled).exports;
  return { words: new Int32Array(memory.buffer), compress: (from, block, to) => compress(from * 4, block * 4, to * 4) };
}

/** One function `compress`, one page of memory, both exported. */
function moduleBytes(): Uint8Array {
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const name = (text: string): Code => [text.length, ...Buffer.from(text)];
  const body = [1, 25, 0x7f, ...compressCode(), 0x0b]; // 25 local variables of type i32, after the three parameters.
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('compress'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/** A key of 32 bytes, as hexadecimal text. Blocks. Password of at most 64 bytes, salt of at most 50. */
export function pbkdf2({ words, compress }: Kernel, password: string, salt: string, iterations: number): string {
  const [IV, INNER, OUTER, BLOCK, U] = [0, 8, 16, 24, 40];
  words.set(start, IV);
  const key = Buffer.alloc(64);
  key.write(password);
  for (const [pad, to] of [[0x36, INNER], [0x5c, OUTER]] as const) {
    putBytes(words, BLOCK, key.map((byte) => byte ^ pad));
    compress(IV, BLOCK, to);
  }
  const first = Buffer.alloc(64);
  const length = first.write(salt);
  first[length + 3] = 1;
  first[length + 4] = 0x80;
  first.writeUInt32BE((64 + length + 4) * 8, 60);
  putBytes(words, BLOCK, first);
  const result = new Int32Array(8);
  for (let round = 0; round < iterations; round++) {
    compress(INNER, BLOCK, BLOCK); // In place: the result is the next message of 32 bytes.
    if (round === 0) words.set([1 << 31, 0, 0, 0, 0, 0, 0, (64 + 32) * 8], BLOCK + 8);
    compress(OUTER, BLOCK, U);
    for (let n = 0; n < 8; n++) {
      result[n]! ^= words[U + n]!;
      words[BLOCK + n] = words[U + n]!;
    }
  }
  return [...result].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function putBytes(words: Int32Array, at: number, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let n = 0; n < 16; n++) words[at + n] = view.getInt32(n * 4);
}
