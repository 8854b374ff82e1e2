// Turns Python text into a plain tree of named nodes, so that the parser's own tree can be freed at once.
import type { Parser, TreeCursor } from 'web-tree-sitter';

export interface Node {
  type: string;
  /** The role in its parent, as the grammar names it. */
  field: string | undefined;
  start: number;
  end: number;
  children: Node[];
}

/** Nodes in which nothing of interest stands. */
const leaves = new Set(['comment', 'identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis', 'string_content', 'escape_sequence', 'line_continuation']);
/** Deeper nesting is cut off: the walks that follow are recursive. */
const depthLimit = 400;

export interface ParsedPython {
  root: Node;
  /** Where the text is no Python. */
  errors: { start: number; end: number }[];
}

export function parsePython(parser: Parser, text: string): ParsedPython {
  const errors: { start: number; end: number }[] = [];
  const tree = parser.parse(text);
  if (!tree) return { root: { type: 'module', field: undefined, start: 0, end: 0, children: [] }, errors };
  const cursor = tree.walk();
  try {
    return { root: convert(cursor, errors, 0), errors };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

function convert(cursor: TreeCursor, errors: { start: number; end: number }[], depth: number): Node {
  const node: Node = { type: cursor.nodeType, field: cursor.currentFieldName ?? undefined, start: cursor.startIndex, end: cursor.endIndex, children: [] };
  if (node.type === 'ERROR' || cursor.nodeIsMissing) errors.push({ start: node.start, end: node.end });
  if (leaves.has(node.type) || depth > depthLimit || !cursor.gotoFirstChild()) return node;
  do {
    if (cursor.nodeIsNamed || cursor.currentFieldName !== null) {
      const child = convert(cursor, errors, depth + 1);
      if (child.type !== 'comment') node.children.push(child);
    }
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return node;
}

export const field = (node: Node, name: string): Node | undefined => node.children.find((child) => child.field === name);
export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);
export const child = (node: Node, type: string): Node | undefined => node.children.find((candidate) => candidate.type === type);
