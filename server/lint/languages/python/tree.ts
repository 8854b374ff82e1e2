// Turns Python text into a plain tree of named nodes. The last few texts are remembered, so that after an edit only what it touches is parsed and
// turned again; all other trees are freed at once, because a tree is twenty times its text.
import { Edit, type Language, type Parser, type Tree } from 'web-tree-sitter';
import { editBetween, type TextEdit } from '../text-edit.js';
import { nothingSeen, type Seen, type TreeMemory } from './tree-memory.js';

export interface Node {
  type: string;
  /** The role in its parent, as the grammar names it. */
  field: string | undefined;
  start: number;
  end: number;
  children: Node[];
  /** No Python: itself, or something in it. */
  broken?: 'here' | 'inside';
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

export interface PythonParser {
  /** The nodes are good until the next call for the same path. What was parsed before makes it faster and never different. */
  parse(path: string, text: string): ParsedPython;
  /** The same where the text is Python; else nothing, after a fraction of the work. */
  parseWhole(path: string, text: string): ParsedPython | undefined;
}

interface Remembered {
  path: string;
  text: string;
  tree: Tree;
  root: Node;
  /** Whether its nodes have gone over to a later text. */
  spent: boolean;
}

const rememberLimit = 4;

export function createPythonParser(parser: Parser, memory: TreeMemory): PythonParser {
  const remembered: Remembered[] = [];
  const turn = (tree: Tree, before?: Before): Node => turnTree(tree, memory, before);

  /** The tree of a text out of that of the text before, where there is one. The latter stays good for further texts. */
  function parseText(text: string, before: Remembered | undefined, mayBeBroken: boolean): { tree: Tree; root: Node } | undefined {
    if (!before) {
      const tree = parser.parse(text);
      if (tree && (mayBeBroken || !tree.rootNode.hasError)) return { tree, root: turn(tree) };
      tree?.delete();
      return undefined;
    }
    const edit = editBetween(before.text, text);
    const old = before.tree.copy();
    try {
      old.edit(new Edit({ startIndex: edit.start, oldEndIndex: edit.oldEnd, newEndIndex: edit.newEnd, startPosition: edit.startPosition, oldEndPosition: edit.oldEndPosition, newEndPosition: edit.newEndPosition }));
      let tree = parser.parse(text, old);
      if (tree?.rootNode.hasError) {
        tree.delete();
        if (!mayBeBroken) return undefined;
        // How the parser gets over an error depends on what it parsed before; what the lint says must not.
        tree = parser.parse(text);
      }
      if (!tree) return undefined;
      before.spent = true;
      shift(before.root, edit);
      const touched = [{ start: edit.start, end: edit.newEnd }, ...old.getChangedRanges(tree).map((range) => ({ start: range.startIndex, end: range.endIndex }))];
      return { tree, root: turn(tree, { root: before.root, touched }) };
    } finally {
      old.delete();
    }
  }

  function parse(path: string, text: string, mayBeBroken: boolean): ParsedPython | undefined {
    const index = remembered.findIndex((item) => item.path === path);
    const before = remembered[index];
    let made: { tree: Tree; root: Node } | undefined;
    try {
      made = parseText(text, before, mayBeBroken);
      // What is no Python is not remembered: the text before is nearer to the next one that is.
      if (!made && !mayBeBroken) return undefined;
    } finally {
      // Its nodes stand where those of the new text are.
      if (before?.spent) remembered.splice(index, 1)[0]?.tree.delete();
    }
    if (!made) return undefined;
    remembered.push({ path, text, ...made, spent: false });
    if (remembered.length > rememberLimit) remembered.shift()?.tree.delete();
    const errors: ParsedPython['errors'] = [];
    collectErrors(made.root, errors);
    // A bracket that the parser has added by itself has no node of its own here.
    if (errors.length === 0 && made.tree.rootNode.hasError) errors.push({ start: made.root.start, end: made.root.end });
    return { root: made.root, errors };
  }

  return {
    parse: (path, text) => parse(path, text, true) ?? { root: { type: 'module', field: undefined, start: 0, end: 0, children: [] }, errors: [] },
    parseWhole: (path, text) => parse(path, text, false),
  };
}

function turnTree(tree: Tree, memory: TreeMemory, before: Before | undefined): Node {
  const walk: Walk = { memory, kinds: kindsOf(tree.language), fields: tree.language.fields, broken: tree.rootNode.hasError, waiting: [] };
  return convert(walk, memory.root(tree, nothingSeen()), 0, before);
}

/** What there is to know of a node by the number of its type. */
interface Kind {
  name: string;
  named: boolean;
  comment: boolean;
  leaf: boolean;
}

const unfit: Kind = { name: 'ERROR', named: true, comment: false, leaf: false };

function kindsOf(language: Language): readonly Kind[] {
  let known = kindsByLanguage.get(language);
  if (!known) {
    known = language.types.map((name, id): Kind => ({ name: name ?? 'ERROR', named: language.nodeTypeIsNamed(id), comment: name === 'comment', leaf: leaves.has(name) }));
    kindsByLanguage.set(language, known);
  }
  return known;
}

const kindsByLanguage = new WeakMap<Language, readonly Kind[]>();

function collectErrors(node: Node, errors: ParsedPython['errors']): void {
  if (node.broken === undefined) return;
  if (node.broken === 'here') errors.push({ start: node.start, end: node.end });
  for (const child of node.children) collectErrors(child, errors);
}

/** Moves the nodes of a text to where they are after the edit. */
function shift(node: Node, edit: TextEdit): void {
  if (node.end < edit.start) return;
  const by = edit.newEnd - edit.oldEnd;
  if (node.start >= edit.oldEnd) node.start += by;
  if (node.end >= edit.oldEnd) node.end += by;
  for (const child of node.children) shift(child, edit);
}

/** A tree from before, moved to where its nodes are now, and where it may be wrong. */
interface Before {
  root: Node;
  touched: readonly { start: number; end: number }[];
}

interface Walk {
  memory: TreeMemory;
  kinds: readonly Kind[];
  fields: readonly (string | null)[];
  /** Whether anything in the tree is broken. */
  broken: boolean;
  /** Children that are not in their parents yet: a list that grows by itself takes several times its room. */
  waiting: Node[];
}

const none: Node[] = [];

function convert(walk: Walk, seen: Seen, depth: number, before?: Before): Node {
  const { start, end } = seen;
  const kind = walk.kinds[seen.type] ?? unfit;
  const type = kind.name;
  const field = walk.fields[seen.field] ?? undefined;
  const old = before?.root;
  if (old && old.type === type && old.field === field && old.start === start && old.end === end && !before.touched.some((range) => range.start <= end && range.end >= start)) return old;
  const node: Node = { type, field, start, end, children: none };
  if (walk.broken && (kind === unfit || seen.missing)) node.broken = 'here';
  if (kind.leaf || depth > depthLimit || seen.inside === 0) return node;
  const { waiting } = walk;
  const first = waiting.length;
  let next = 0;
  walk.memory.children(seen, (below) => {
    const { named, comment } = walk.kinds[below.type] ?? unfit;
    if (!named ? below.field === 0 : comment) return;
    const at = below.start;
    while (old && next < old.children.length && (old.children[next]?.start ?? at) < at) next++;
    const same = old?.children[next];
    const child = convert(walk, below, depth + 1, before && same && same.start === at ? { root: same, touched: before.touched } : undefined);
    if (child.broken) node.broken ??= 'inside';
    waiting.push(child);
  });
  if (waiting.length > first) node.children = waiting.splice(first);
  return node;
}

export const field = (node: Node, name: string): Node | undefined => node.children.find((child) => child.field === name);
export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);
export const child = (node: Node, type: string): Node | undefined => node.children.find((candidate) => candidate.type === type);
