// One tree view that shows the rows of one view of the server. Keeps its store in step with the server: a gap in the versions asks for a snapshot.
// It must know no word of the domain but Row.
import { EventEmitter, window, type Disposable, type LogOutputChannel, type MarkdownString, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import type { Row, RowsPatch, ViewId } from '../../server/protocol.js';
import type { Server } from '../server.js';
import { RedrawGate } from './redraw-gate.js';
import { RowsStore, type Redraw, type RowNode } from './rows-store.js';
import { tooltipOf, treeItemOf } from './tree-item.js';

export interface RowsViewOptions {
  view: ViewId;
  /** The view's id in the manifest. */
  id: string;
  /** What the badge's tooltip says for a number of warnings; without it the view has no badge. */
  badge?(warnings: number): string;
}

export class RowsView implements TreeDataProvider<RowNode>, Disposable {
  readonly #options: RowsViewOptions;
  readonly #server: Server;
  readonly #log: LogOutputChannel;
  readonly #store: RowsStore;
  readonly #tree: TreeView<RowNode>;
  readonly #treeDataChanged = new EventEmitter<RowNode[] | undefined>();
  readonly #rowsChanged = new EventEmitter<ViewId>();
  readonly #gate = new RedrawGate((what) => this.#draw(what));
  /** Rows that the tree knows: it has asked for their items since it last forgot them. The others it asks for when it needs them. */
  #known = new WeakSet<RowNode>();
  /** Rows that `getChildren` has just handed over: the tree asks for their items next. */
  readonly #handed = new Set<RowNode>();
  readonly #subscriptions: Disposable[];
  /** Patches that came while a snapshot was under way; undefined where none is. */
  #early: RowsPatch[] | undefined;
  #loading: Promise<void> | undefined;

  readonly onDidChangeTreeData = this.#treeDataChanged.event;
  readonly onDidChangeRows = this.#rowsChanged.event;

  constructor(options: RowsViewOptions, server: Server, log: LogOutputChannel) {
    this.#options = options;
    this.#server = server;
    this.#log = log;
    this.#store = new RowsStore(options.view);
    this.#tree = window.createTreeView(options.id, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      server.onRowsPatch((patch) => this.#takePatch(patch)),
      server.onDidChangeState((state) => {
        if (state === 'running') void this.#load();
        else if (this.#store.version !== undefined) this.#forget();
      }),
    ];
  }

  getTreeItem(node: RowNode): TreeItem {
    this.#known.add(node);
    // Asked for without having been handed over: the tree begins with a redraw.
    if (!this.#handed.delete(node)) this.#gate.begun();
    return treeItemOf(node.row, this.#store.hasChildren(node));
  }

  resolveTreeItem(item: TreeItem, node: RowNode): TreeItem {
    const tooltip: MarkdownString | undefined = tooltipOf(node.row);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  getParent(node: RowNode): RowNode | undefined {
    return this.#store.parent(node);
  }

  /** The first look at the view starts the server. A server that has failed is left alone: the view's welcome text offers to restart it. */
  async getChildren(node?: RowNode): Promise<RowNode[]> {
    if (node === undefined && this.#store.version === undefined && this.#server.state !== 'failed') {
      // The server has told the user why it did not start; the view then shows its welcome text.
      await this.#server.start().then(() => this.#load(), () => undefined);
    }
    if (node === undefined) this.#gate.begun();
    const children = this.#store.children(node);
    for (const child of children) this.#handed.add(child);
    return children;
  }

  rows(): Row[] {
    return this.#store.rows();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#gate.dispose();
    this.#tree.dispose();
    this.#treeDataChanged.dispose();
    this.#rowsChanged.dispose();
  }

  #takePatch(patch: RowsPatch): void {
    if (patch.view !== this.#options.view) return;
    if (this.#early !== undefined) {
      this.#early.push(patch);
      return;
    }
    // A patch that the snapshot already holds.
    if (this.#store.version !== undefined && patch.version <= this.#store.version) return;
    const redraw = this.#store.apply(patch);
    if (redraw === 'gap') void this.#load();
    else {
      this.#showWarnings(patch.warnings);
      this.#redraw(redraw);
    }
  }

  /** One snapshot at a time; a failure is logged, and the next patch asks again. */
  #load(): Promise<void> {
    this.#loading ??= this.#fetch()
      .catch((error: unknown) => this.#log.error(`Reading the rows of ${this.#options.view} failed`, error as Error))
      .finally(() => {
        this.#early = undefined;
        this.#loading = undefined;
      });
    return this.#loading;
  }

  async #fetch(): Promise<void> {
    this.#early = [];
    const snapshot = await this.#server.rows(this.#options.view);
    this.#store.load(snapshot);
    this.#showWarnings(snapshot.warnings);
    for (const patch of this.#early) {
      if (patch.version <= snapshot.version) continue;
      this.#store.apply(patch);
      this.#showWarnings(patch.warnings);
    }
    this.#redraw('all');
  }

  #forget(): void {
    this.#store.clear();
    this.#showWarnings(0);
    this.#redraw('all');
  }

  #redraw(what: Redraw): void {
    this.#gate.ask(what);
    this.#rowsChanged.fire(this.#options.view);
  }

  #draw(what: Redraw): void {
    this.#handed.clear();
    const nodes = what === 'all' ? undefined : what.filter((node) => this.#known.has(node));
    this.#forgetBelow(nodes);
    if (nodes === undefined || nodes.length > 0) this.#treeDataChanged.fire(nodes);
    // Nothing of it will be drawn: the tree does not know these rows, or nobody looks at it.
    if (nodes?.length === 0 || !this.#tree.visible) this.#gate.begun();
  }

  /** A tree that draws a row anew forgets what was below it, and asks for it again where it is open. */
  #forgetBelow(nodes: RowNode[] | undefined): void {
    if (nodes === undefined) this.#known = new WeakSet();
    for (const node of nodes ?? []) {
      const below = this.#store.children(node);
      for (const child of below) this.#known.delete(child);
      this.#forgetBelow(below);
    }
  }

  #showWarnings(warnings: number): void {
    const { badge } = this.#options;
    if (badge === undefined) return;
    this.#tree.badge = warnings === 0 ? undefined : { value: warnings, tooltip: badge(warnings) };
  }
}
