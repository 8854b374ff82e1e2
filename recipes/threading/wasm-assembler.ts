// A minimal assembler for WebAssembly: expressions as arrays of bytes, enough for fast-path.ts. Knows nothing of the runtime.

export type Code = readonly number[];

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export const I32 = 0x7f;
const F64 = 0x7c;

// ---- Values
export const constant = (value: number): Code => [0x41, ...signed(value)];
export const local = (index: number): Code => [0x20, ...unsigned(index)];
export const global = (index: number): Code => [0x23, ...unsigned(index)];

// ---- Memory; offsets are in bytes
const memory = (opcode: number[], align: number, offset: number): number[] => [...opcode, align, ...unsigned(offset)];
export const load = (offset: number, address: Code): Code => [...address, ...memory([0x28], 2, offset)];
export const store = (offset: number, address: Code, value: Code): Code => [...address, ...value, ...memory([0x36], 2, offset)];
export const loadDouble = (offset: number, address: Code): Code => [...address, ...memory([0x2b], 3, offset)];
export const storeDouble = (offset: number, address: Code, value: Code): Code => [...address, ...value, ...memory([0x39], 3, offset)];
export const atomicLoad = (offset: number, address: Code): Code => [...address, ...memory([0xfe, 0x10], 2, offset)];
export const atomicStore = (offset: number, address: Code, value: Code): Code => [...address, ...value, ...memory([0xfe, 0x17], 2, offset)];
export const atomicAdd = (offset: number, address: Code, value: Code): Code => [...address, ...value, ...memory([0xfe, 0x1e], 2, offset)];
export const atomicExchange = (offset: number, address: Code, value: Code): Code => [...address, ...value, ...memory([0xfe, 0x41], 2, offset)];
export const compareExchange = (offset: number, address: Code, expected: Code, value: Code): Code => [...address, ...expected, ...value, ...memory([0xfe, 0x48], 2, offset)];

// ---- Arithmetic
const binary = (opcode: number) => (a: Code, b: Code): Code => [...a, ...b, opcode];
export const add = binary(0x6a);
export const subtract = binary(0x6b);
export const multiply = binary(0x6c);
export const divideSigned = binary(0x6d);
export const and = binary(0x71);
export const or = binary(0x72);
export const shiftLeft = binary(0x74);
export const shiftRight = binary(0x76);
export const equal = binary(0x46);
export const notEqual = binary(0x47);
export const lessSigned = binary(0x48);
export const greaterSigned = binary(0x4a);
export const greaterOrEqualSigned = binary(0x4e);
export const isZero = (a: Code): Code => [...a, 0x45];
export const doubleAdd = binary(0xa0);
export const double = (value: number): Code => [0x44, ...new Uint8Array(new Float64Array([value]).buffer)];

// ---- Control
export const set = (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)];
export const setGlobal = (index: number, value: Code): Code => [...value, 0x24, ...unsigned(index)];
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [...condition, 0x04, 0x40, ...then, ...(otherwise.length > 0 ? [0x05, ...otherwise] : []), 0x0b];
export const giveBack = (value: Code): Code => [...value, 0x0f];
export const call = (index: number, ...args: Code[]): Code => [...args.flat(), 0x10, ...unsigned(index)];
export const drop = (value: Code): Code => [...value, 0x1a];
/** Repeats the body while it branches to depth 0 by `again`; leave it by a return or by falling off the end. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0b];
export const again = (depth: number): Code => [0x0c, ...unsigned(depth)];
export const block = (...parts: Code[]): Code => parts.flat();

export interface WasmFunction {
  name: string;
  parameters: number;
  /** 0 or 1. All values are 32-bit integers. */
  results: number;
  /** Locals beyond the parameters. */
  locals: number;
  body: Code;
}

const text = (value: string): number[] => [...unsigned(value.length), ...Buffer.from(value, 'latin1')];
const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];

/** The number of the imported function `m.now`, which gives a double. The module's own functions follow. */
export const NOW = 0;
export const FIRST = 1;

/** A module that imports the shared memory `m.m` of `pages` pages and `m.now`, has `globals` mutable 32-bit globals, and exports its functions. */
export function assemble(pages: number, globals: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map((one) => [0x60, ...vector(Array.from({ length: one.parameters }, () => [I32])), ...vector(Array.from({ length: one.results }, () => [I32]))]);
  const bodies = functions.map((one) => {
    const content = [...(one.locals > 0 ? [1, ...unsigned(one.locals), I32] : [0]), ...one.body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector([...types, [0x60, 0, 1, F64]])),
    ...section(2, vector([
      [...text('m'), ...text('m'), 0x02, 0x03, ...unsigned(pages), ...unsigned(pages)],
      [...text('m'), ...text('now'), 0x00, ...unsigned(types.length)],
    ])),
    ...section(3, vector(functions.map((_, n) => unsigned(n)))),
    ...section(6, vector(Array.from({ length: globals }, () => [I32, 1, 0x41, 0, 0x0b]))),
    ...section(7, vector(functions.map((one, n) => [...text(one.name), 0x00, ...unsigned(n + FIRST)]))),
    ...section(10, vector(bodies)),
  ]);
}
