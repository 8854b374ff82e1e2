// Lists of keys that many objects have in common, stored once in the heap's text area, so that an object travels as its values.
import { internText, textAt } from './text.js';

interface Node {
  next: Map<string, Node>;
  /** Text address of the keys up to here; -1 not asked for yet, 0 refused. */
  shape: number;
}

const root: Node = { next: new Map(), shape: -1 };
const keysOf = new Map<number, string[]>();
let nodes = 0;
/** Objects that serve as dictionaries would fill the area: beyond this, and for long lists, keys travel with each object. */
const NODES = 4000;
const LONGEST = 40;

/** The keys of the last object and their shape: objects of one kind often come in a row. */
let lastKeys: string[] = [];
let lastShape = 0;

function isLast(keys: string[]): boolean {
  if (keys.length !== lastKeys.length) return false;
  for (let n = 0; n < keys.length; n++) if (keys[n] !== lastKeys[n]) return false;
  return true;
}

/** The number of a list of keys, 0 where it has none. */
export function shapeOf(keys: string[]): number {
  if (keys.length > LONGEST) return 0;
  if (lastShape !== 0 && isLast(keys)) return lastShape;
  let node = root;
  for (let n = 0; n < keys.length; n++) {
    const key = keys[n]!;
    let next = node.next.get(key);
    if (next === undefined) {
      if (nodes >= NODES || key.length > 64) return 0;
      nodes++;
      next = { next: new Map(), shape: -1 };
      node.next.set(key, next);
    }
    node = next;
  }
  if (node.shape === -1) {
    node.shape = internText(JSON.stringify(keys));
    if (node.shape !== 0) keysOf.set(node.shape, keys.slice());
  }
  lastKeys = keys;
  lastShape = node.shape;
  return node.shape;
}

/** The keys of a shape. */
export function shapeKeys(shape: number): string[] {
  let keys = keysOf.get(shape);
  if (keys === undefined) {
    keys = JSON.parse(textAt(shape)) as string[];
    keysOf.set(shape, keys);
  }
  return keys;
}
