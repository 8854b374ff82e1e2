// Reads a syntax tree where the parser has it: in the WebAssembly memory. To ask the parser's cursor is a call into WebAssembly for each question
// about each node, which took as long as the parsing itself. The layout is that of tree-sitter's `subtree.h` and `parser.h` for 32 bits; a test
// compares with the cursor, so that a parser with another layout does not go unnoticed.
import type { Language, Tree } from 'web-tree-sitter';

/** A node that is seen: hidden ones give their children to the next one above that is seen. */
export interface Seen {
  /** Its number among the language's types; 65,535 where nothing fits. */
  type: number;
  /** Its number among the language's fields, 0 without one. */
  field: number;
  start: number;
  end: number;
  missing: boolean;
  /** Where its children are described; 0 where it has none. */
  inside: number;
}

export interface TreeMemory {
  /** The root. `seen` is filled and handed back. */
  root(tree: Tree, seen: Seen): Seen;
  /** Calls back for each child, in order; `seen` is the same object each time, filled anew. */
  children(of: Pick<Seen, 'inside' | 'start'>, visit: (seen: Seen) => void): void;
}

/** Bytes from the beginning of a node that is not packed into its reference. */
const node = { padding: 4, size: 16, childCount: 36, symbol: 40, flags: 44, moreFlags: 45, production: 66 };
/** Bytes of a node that is packed into its reference. */
const packed = { flags: 0, symbol: 1, padding: 6, size: 7 };
const referenceSize = 8;
const isPacked = 1;
const [visible, extra] = [1, 4];
const [missingPacked, missing] = [16, 2];
/** Bytes from the beginning of a language. */
const grammar = { longestAliases: 36, fieldSlices: 64, fieldEntries: 68, publicSymbols: 76, aliases: 84 };
const errorSymbol = 0xffff;
/** Texts are handed over with 2 bytes a unit. */
const unit = 2;

export const nothingSeen = (): Seen => ({ type: 0, field: 0, start: 0, end: 0, missing: false, inside: 0 });

export function createTreeMemory(memory: { readonly buffer: ArrayBuffer }, language: Language): TreeMemory {
  let bytes = new Uint8Array(memory.buffer);
  let halves = new Uint16Array(memory.buffer);
  let words = new Uint32Array(memory.buffer);
  const word = (at: number): number => words[at >> 2] as number;
  const half = (at: number): number => halves[at >> 1] as number;
  const byte = (at: number): number => bytes[at] as number;

  const address = addressOf(language);
  const longestAliases = half(address + grammar.longestAliases);
  const [fieldSlices, fieldEntries, publicSymbols, aliasTable] = [word(address + grammar.fieldSlices), word(address + grammar.fieldEntries), word(address + grammar.publicSymbols), word(address + grammar.aliases)];
  const publicSymbol = (symbol: number): number => (symbol === errorSymbol ? symbol : half(publicSymbols + symbol * 2));

  /** For each way in which a node is put together, the fields of its children in order. */
  const fieldLists: number[][] = [];
  function fieldsOf(production: number): number[] {
    const known = fieldLists[production];
    if (known) return known;
    const list: number[] = [];
    const slice = fieldSlices + production * 4;
    const first = half(slice);
    for (let entry = first + half(slice + 2) - 1; entry >= first; entry--) {
      const at = fieldEntries + entry * 4;
      const inherited = byte(at + 3) !== 0;
      if (!inherited) list[byte(at + 2)] = half(at);
    }
    return (fieldLists[production] = list);
  }

  /** `outer` is the field of the parent where that is hidden. `begin` counts bytes. */
  function eachChild(parent: number, begin: number, outer: number, seen: Seen, visit: (seen: Seen) => void): void {
    const count = word(parent + node.childCount);
    const production = half(parent + node.production);
    const aliases = production === 0 ? 0 : aliasTable + production * longestAliases * 2;
    const fields = fieldsOf(production);
    let at = begin;
    let structural = 0;
    for (let index = 0; index < count; index++) {
      const reference = parent - (count - index) * referenceSize;
      const own = (byte(reference) & isPacked) === 0 ? word(reference) : 0;
      const flags = own === 0 ? byte(reference + packed.flags) >> 1 : byte(own + node.flags);
      // The first one's padding is its parent's as well.
      if (index > 0) at += own === 0 ? byte(reference + packed.padding) : word(own + node.padding);
      const size = own === 0 ? byte(reference + packed.size) : word(own + node.size);
      const isExtra = (flags & extra) !== 0;
      const alias = isExtra || aliases === 0 ? 0 : half(aliases + structural * 2);
      const field = isExtra ? 0 : (fields[structural] ?? outer);
      if (!isExtra) structural++;
      const parts = own === 0 || word(own + node.childCount) === 0 ? 0 : own;
      if ((flags & visible) !== 0 || alias !== 0) {
        const symbol = own === 0 ? byte(reference + packed.symbol) : half(own + node.symbol);
        seen.type = publicSymbol(alias === 0 ? symbol : alias);
        seen.field = field;
        seen.start = at / unit;
        seen.end = (at + size) / unit;
        seen.missing = own === 0 ? (flags & missingPacked) !== 0 : (byte(own + node.moreFlags) & missing) !== 0;
        seen.inside = parts;
        visit(seen);
      } else if (parts !== 0) eachChild(parts, at, field, seen, visit);
      at += size;
    }
  }

  return {
    root(tree, seen) {
      if (bytes.buffer !== memory.buffer) {
        bytes = new Uint8Array(memory.buffer);
        halves = new Uint16Array(memory.buffer);
        words = new Uint32Array(memory.buffer);
      }
      const reference = addressOf(tree);
      if ((byte(reference) & isPacked) !== 0) return Object.assign(seen, nothingSeen());
      const own = word(reference);
      const begin = word(own + node.padding);
      const inside = word(own + node.childCount) === 0 ? 0 : own;
      return Object.assign(seen, { type: publicSymbol(half(own + node.symbol)), field: 0, start: begin / unit, end: (begin + word(own + node.size)) / unit, missing: false, inside });
    },
    children: (of, visit) => eachChild(of.inside, of.start * unit, 0, nothingSeen(), visit),
  };
}

/** The objects of the parser are handles: the address is under the name 0, which its types do not tell. */
function addressOf(handle: object): number {
  const address: unknown = Reflect.get(handle, 0);
  if (typeof address !== 'number' || address === 0) throw new Error('The parser’s object has no address: it is another version, or has been deleted.');
  return address;
}
