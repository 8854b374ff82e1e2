// Opens a page for a run in the editor area, one panel for each pair, feeds it while it is in sight, and brings it back after the window was loaded anew.
import { commands, Disposable, l10n, Uri, ViewColumn, window, type LogOutputChannel, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { PageId, RunId, RunPageId, RunStarted } from '../../server/protocol.js';
import type { FromPage, PageState, ToPage } from '../../webviews/messages.js';
import type { Runs } from '../runs.js';
import { RefusedError, type Server } from '../server.js';
import { KeptRecordings } from './kept-recordings.js';
import { pageHtml, pagesFolder } from './page-html.js';
import type { Page } from './page.js';
import { answerPage, opening } from './page-requests.js';

interface Open {
  page: Page;
  panel: WebviewPanel;
  state: PageState;
  /** False for a page that was brought back: its run went with the window. */
  known: boolean;
  /** Its program runs. */
  ready: boolean;
  /** The moment of its recording that somebody wants to see, once it is ready. */
  moment?: number;
}

export class RunPages implements Disposable {
  readonly #server: Server;
  readonly #extension: Uri;
  readonly #log: LogOutputChannel;
  readonly #kept: KeptRecordings;
  readonly #runs: Runs;
  readonly #pages: readonly Page[];
  readonly #open = new Set<Open>();
  /** The names under which recordings are kept, or are about to be: one a run, for all its pages. */
  readonly #names = new Map<RunId, Promise<string>>();
  readonly #subscriptions: Disposable[];

  /** `storage`: a folder of the extension's own. */
  constructor(server: Server, runs: Runs, extension: Uri, storage: Uri, pages: readonly Page[], log: LogOutputChannel) {
    this.#server = server;
    this.#extension = extension;
    this.#log = log;
    this.#runs = runs;
    this.#pages = pages;
    this.#kept = new KeptRecordings(storage, server);
    this.#subscriptions = [
      runs.onDidEnd(({ run }) => void this.#keep(run)),
      runs.onDidClear((gone) => this.#forgetRuns(gone)),
      runs.onDidLose((lost) => this.#forgetRuns(lost.map(({ run }) => run))),
      server.onPageUpdate(({ run, page, update }) => this.#find(page, run)?.panel.webview.postMessage({ kind: 'update', update } satisfies ToPage<PageId>)),
      ...pages.map((page) => window.registerWebviewPanelSerializer(page.viewType, this.#serializer(page))),
    ];
  }

  /** Shows the page of that run; makes it where there is none yet. `moment`: of its recording, in milliseconds since the run began. */
  show(page: Page, { run, recipe, title }: Pick<RunStarted, 'run' | 'recipe' | 'title'>, moment?: number): void {
    const open = this.#find(page.id, run);
    if (open) return this.#reveal(open, moment);
    const panel = window.createWebviewPanel(page.viewType, page.title(title), ViewColumn.Active, this.#options());
    this.#fill({ page, panel, state: { run, recipe, title }, known: true, ready: false, ...(moment === undefined ? {} : { moment }) });
    if (!this.#runs.isActive(run)) void this.#keep(run);
  }

  #reveal(open: Open, moment: number | undefined): void {
    open.panel.reveal();
    if (moment === undefined) return;
    if (open.ready) this.#post(open, { kind: 'moment', ms: moment });
    else open.moment = moment;
  }

  /** Another page of the same run; of a recording that was kept, where its run is gone. */
  #showOther({ state, known }: Open, id: RunPageId, moment: number | undefined): void {
    const page = this.#pages.find((each) => each.id === id);
    if (page === undefined) return;
    if (known) return this.show(page, state, moment);
    const open = [...this.#open].find((each) => !each.known && each.page === page && each.state.kept !== undefined && each.state.kept === state.kept);
    if (open) return this.#reveal(open, moment);
    const panel = window.createWebviewPanel(page.viewType, page.title(state.title), ViewColumn.Active, this.#options());
    const { view: _view, ...others } = state;
    this.#fill({ page, panel, state: others, known: false, ready: false, ...(moment === undefined ? {} : { moment }) });
  }

  dispose(): void {
    // The panels stay: VS Code brings them back in the next window.
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#open.clear();
  }

  #find(page: PageId, run: RunId): Open | undefined {
    return [...this.#open].find((open) => open.known && open.page.id === page && open.state.run === run);
  }

  #options() {
    return { enableScripts: true, localResourceRoots: [pagesFolder(this.#extension)] };
  }

  #serializer(page: Page): WebviewPanelSerializer<PageState | undefined> {
    return {
      deserializeWebviewPanel: (panel, state) => {
        panel.webview.options = this.#options();
        this.#fill({ page, panel, state: state ?? { run: 0, recipe: '', title: '' }, known: false, ready: false });
        return Promise.resolve();
      },
    };
  }

  #fill(open: Open): void {
    const { panel, page, state } = open;
    this.#open.add(open);
    const watch = { run: state.run, page: page.id };
    const icon = (name: string): Uri => Uri.joinPath(this.#extension, 'media', name);
    panel.iconPath = { light: icon('threadbook-light.svg'), dark: icon('threadbook.svg') };
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.#hear(open, message));
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      open.ready = false;
      if (open.known) void this.#server.unwatchRun(watch); // When it comes back its program starts anew and says so.
    });
    panel.onDidDispose(() => {
      if (!this.#open.delete(open)) return;
      this.#forget(open.state);
      if (open.known) void this.#server.unwatchRun(watch);
    });
    panel.webview.html = pageHtml(panel.webview, this.#extension, page.id, page.title(state.title));
  }

  async #hear(open: Open, message: FromPage): Promise<void> {
    const { page, state } = open;
    switch (message.kind) {
      case 'ready':
        // The page of a recording that was kept has no run.
        this.#post(open, await opening(page, open.known || state.kept === undefined ? state : { ...state, run: 0 }, this.#server));
        open.ready = true;
        if (open.moment !== undefined) this.#post(open, { kind: 'moment', ms: open.moment });
        open.moment = undefined;
        return this.#watch(open);
      case 'open-page':
        return this.#showOther(open, message.page, message.moment);
      case 'command':
        await commands.executeCommand(message.command, { run: state.run, recipe: state.recipe });
        return;
      case 'open-site':
      case 'open-recipe':
      case 'open-rule':
      case 'save-report':
      case 'failed':
        return answerPage(page, `run ${state.run}`, message, this.#extension, this.#log);
      default:
        message satisfies never;
    }
  }

  async #watch(open: Open): Promise<void> {
    if (open.state.kept !== undefined && (!open.known || open.page.scrubbed)) {
      try {
        return await this.#showKept(open, open.state.kept);
      } catch (error) {
        this.#log.warn(`The recording ${open.state.kept} is no longer there: ${String(error)}`);
      }
    }
    const again = open.state.recipe === '' ? {} : { again: l10n.t('Run Again') };
    if (!open.known) return this.#post(open, { kind: 'gone', text: l10n.t('This run ended when the window was closed or loaded anew.'), ...again });
    try {
      await this.#server.watchRun({ run: open.state.run, page: open.page.id });
    } catch (error) {
      if (!(error instanceof RefusedError)) this.#log.error(`The page “${open.page.id}” could not be filled`, error as Error);
      this.#post(open, { kind: 'gone', text: error instanceof Error ? error.message : String(error), ...again });
    }
  }

  /** For the pages of a run that is over. */
  async #keep(run: RunId): Promise<void> {
    const without = [...this.#open].filter(({ known, state }) => known && state.run === run && state.kept === undefined);
    if (without.length === 0) return;
    try {
      let naming = this.#names.get(run);
      if (naming === undefined) this.#names.set(run, (naming = this.#kept.keep(run)));
      const name = await naming;
      for (const open of without) {
        open.state.kept = name;
        this.#post(open, { kind: 'kept', name });
        if (open.page.scrubbed) await this.#showKept(open, name);
      }
    } catch (error) {
      this.#names.delete(run);
      this.#log.warn(`The recording of run ${run} could not be kept: ${String(error)}`);
    }
  }

  /** The server no longer knows them, and may give their numbers to others. What was kept of them stays with their pages. */
  #forgetRuns(runs: readonly RunId[]): void {
    for (const open of this.#open) if (runs.includes(open.state.run)) open.known = false;
    for (const run of runs) this.#names.delete(run);
  }

  /** A page with that recording was closed. */
  #forget({ run, kept }: PageState): void {
    if (kept === undefined || [...this.#open].some(({ state }) => state.kept === kept)) return;
    this.#names.delete(run);
    void this.#kept.forget(kept).then(undefined, () => undefined); // It may have gone before.
  }

  async #showKept(open: Open, name: string): Promise<void> {
    this.#post(open, { kind: 'file', bytes: new Uint8Array(await this.#kept.read(name)) });
  }

  #post(open: Open, message: ToPage<PageId>): void {
    void open.panel.webview.postMessage(message);
  }
}
