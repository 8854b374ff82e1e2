// The rows of one view by id, kept up to date by patches, and the smallest set of nodes to draw again after each.
// Knows Row and nothing of vscode, so that it can be tested in plain Node.
import type { Row, RowsPatch, RowsSnapshot, ViewId } from '../../server/protocol.js';

/** The tree's element. It stays the same object as long as its row lives, so that selection and expansion survive updates. */
export interface RowNode {
  readonly view: ViewId;
  row: Row;
}

/** What to draw again: `'all'`, or these nodes and what is below them. */
export type Redraw = 'all' | RowNode[];

export class RowsStore {
  readonly #view: ViewId;
  readonly #nodes = new Map<string, RowNode>();
  /** Ids of the rows below a parent; `undefined` holds the roots. A parent may be listed before its row has come. */
  readonly #below = new Map<string | undefined, Set<string>>();
  #version: number | undefined;

  constructor(view: ViewId) {
    this.#view = view;
  }

  /** Undefined until the first snapshot. */
  get version(): number | undefined {
    return this.#version;
  }

  node(id: string): RowNode | undefined {
    return this.#nodes.get(id);
  }

  parent(node: RowNode): RowNode | undefined {
    return node.row.parent === undefined ? undefined : this.#nodes.get(node.row.parent);
  }

  /** The roots, or the children of a node, in their order. */
  children(node?: RowNode): RowNode[] {
    const ids = this.#below.get(node?.row.id) ?? [];
    return [...ids]
      .flatMap((id) => this.#nodes.get(id) ?? [])
      .sort((a, b) => a.row.order - b.row.order || (a.row.id < b.row.id ? -1 : 1));
  }

  hasChildren(node: RowNode): boolean {
    return (this.#below.get(node.row.id)?.size ?? 0) > 0;
  }

  /** All rows that can be seen, parents before children. */
  rows(): Row[] {
    const walk = (node?: RowNode): Row[] => this.children(node).flatMap((child) => [child.row, ...walk(child)]);
    return walk();
  }

  /** Takes over a snapshot; rows that were there before keep their node. */
  load(snapshot: RowsSnapshot): void {
    const ids = new Set(snapshot.rows.map((row) => row.id));
    for (const id of [...this.#nodes.keys()]) if (!ids.has(id)) this.#remove(id);
    for (const row of snapshot.rows) this.#put(row);
    this.#version = snapshot.version;
  }

  /** Forgets everything: the server that knew the rows is gone. */
  clear(): void {
    this.#nodes.clear();
    this.#below.clear();
    this.#version = undefined;
  }

  /** Applies the patch that follows the store's version; `'gap'` where another one is needed first, and nothing has changed then. */
  apply(patch: RowsPatch): Redraw | 'gap' {
    if (this.#version === undefined || patch.version !== this.#version + 1) return 'gap';
    this.#version = patch.version;
    const touched = new Set<string | undefined>();
    for (const id of patch.removed) {
      const node = this.#nodes.get(id);
      if (node === undefined) continue;
      touched.add(node.row.parent);
      this.#remove(id);
    }
    for (const row of patch.changed) {
      const before = this.#put(row);
      if (before !== undefined && before.parent === row.parent && before.order === row.order) {
        touched.add(row.id);
      } else {
        touched.add(row.parent);
        if (before !== undefined) touched.add(before.parent);
      }
    }
    return touched.has(undefined) ? 'all' : this.#highest(touched);
  }

  /** Drawing a node draws what is below it, so a node with a touched ancestor is left out. */
  #highest(touched: Set<string | undefined>): RowNode[] {
    const covered = (node: RowNode): boolean => {
      const parent = this.parent(node);
      return parent !== undefined && (touched.has(parent.row.id) || covered(parent));
    };
    return [...touched]
      .flatMap((id) => (id === undefined ? [] : (this.#nodes.get(id) ?? [])))
      .filter((node) => !covered(node));
  }

  /** Returns the row that was there before. */
  #put(row: Row): Row | undefined {
    const node = this.#nodes.get(row.id);
    const before = node?.row;
    if (before !== undefined && before.parent !== row.parent) this.#unlink(before);
    if (node === undefined) this.#nodes.set(row.id, { view: this.#view, row });
    else node.row = row;
    const siblings = this.#below.get(row.parent);
    if (siblings === undefined) this.#below.set(row.parent, new Set([row.id]));
    else siblings.add(row.id);
    return before;
  }

  /** Removes a row with all that is below it. */
  #remove(id: string): void {
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    for (const child of [...(this.#below.get(id) ?? [])]) this.#remove(child);
    this.#nodes.delete(id);
    this.#unlink(node.row);
  }

  #unlink(row: Row): void {
    const siblings = this.#below.get(row.parent);
    siblings?.delete(row.id);
    if (siblings?.size === 0) this.#below.delete(row.parent);
  }
}
