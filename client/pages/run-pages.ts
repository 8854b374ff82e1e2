// Opens a page for a run in the editor area, one panel for each pair, feeds it while it is in sight, and brings it back after the window was loaded anew.
import { commands, Disposable, env, l10n, Uri, ViewColumn, window, type LogOutputChannel, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { PageId, RunId, RunStarted } from '../../server/protocol.js';
import type { FromPage, PageState, ToPage } from '../../webviews/messages.js';
import type { Runs } from '../runs.js';
import { RefusedError, type Server } from '../server.js';
import { beside, goTo } from '../sites.js';
import { KeptRecordings } from './kept-recordings.js';
import { pageHtml, pagesFolder } from './page-html.js';
import type { Page } from './page.js';

interface Open {
  page: Page;
  panel: WebviewPanel;
  state: PageState;
  /** False for a page that was brought back: its run went with the window. */
  known: boolean;
}

export class RunPages implements Disposable {
  readonly #server: Server;
  readonly #extension: Uri;
  readonly #log: LogOutputChannel;
  readonly #kept: KeptRecordings;
  readonly #runs: Runs;
  readonly #open = new Set<Open>();
  readonly #subscriptions: Disposable[];

  /** `storage`: a folder of the extension's own. */
  constructor(server: Server, runs: Runs, extension: Uri, storage: Uri, pages: readonly Page[], log: LogOutputChannel) {
    this.#server = server;
    this.#extension = extension;
    this.#log = log;
    this.#runs = runs;
    this.#kept = new KeptRecordings(storage, server);
    this.#subscriptions = [
      runs.onDidEnd(({ run }) => void this.#keep(run)),
      server.onPageUpdate(({ run, page, update }) => this.#find(page, run)?.panel.webview.postMessage({ kind: 'update', update } satisfies ToPage<PageId>)),
      ...pages.map((page) => window.registerWebviewPanelSerializer(page.viewType, this.#serializer(page))),
    ];
  }

  /** Shows the page of that run; makes it where there is none yet. */
  show(page: Page, { run, recipe, title }: RunStarted): void {
    const open = this.#find(page.id, run);
    if (open) return open.panel.reveal();
    const panel = window.createWebviewPanel(page.viewType, page.title(title), ViewColumn.Active, this.#options());
    this.#fill({ page, panel, state: { run, recipe, title }, known: true });
    if (!this.#runs.isActive(run)) void this.#keep(run);
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
        this.#fill({ page, panel, state: state ?? { run: 0, recipe: '', title: '' }, known: false });
        return Promise.resolve();
      },
    };
  }

  #fill(open: Open): void {
    const { panel, page, state } = open;
    this.#open.add(open);
    const watch = { run: state.run, page: page.id };
    panel.iconPath = Uri.joinPath(this.#extension, 'media', 'threadbook.svg');
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.#hear(open, message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible && open.known) void this.#server.unwatchRun(watch); // When it comes back its program starts anew and says so.
    });
    panel.onDidDispose(() => {
      if (!this.#open.delete(open)) return;
      if (open.state.kept !== undefined) void this.#kept.forget(open.state.kept).then(undefined, () => undefined); // It may have gone before.
      if (open.known) void this.#server.unwatchRun(watch);
    });
    panel.webview.html = pageHtml(panel.webview, this.#extension, page.id, page.title(state.title));
  }

  async #hear(open: Open, message: FromPage): Promise<void> {
    const { page, state } = open;
    switch (message.kind) {
      case 'ready':
        // The page of a recording that was kept has no run.
        this.#post(open, { kind: 'open', texts: page.texts(), locale: env.language, state: open.known || state.kept === undefined ? state : { ...state, run: 0 } });
        return this.#watch(open);
      case 'open-site':
        return goTo(message.site, beside);
      case 'open-recipe':
        await commands.executeCommand('threadbook.openRecipeSource', { recipe: message.recipe });
        return;
      case 'open-rule':
        await commands.executeCommand('markdown.showPreview', Uri.joinPath(this.#extension, 'docs', 'rules', `${message.rule}.md`));
        return;
      case 'command':
        await commands.executeCommand(message.command, { run: state.run, recipe: state.recipe });
        return;
      case 'failed':
        this.#log.error(`The page “${page.id}” failed: ${message.problem}`);
        return;
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
    for (const open of [...this.#open].filter(({ known, state }) => known && state.run === run && state.kept === undefined)) {
      try {
        open.state.kept = await this.#kept.keep(run);
        this.#post(open, { kind: 'kept', name: open.state.kept });
        if (open.page.scrubbed) await this.#showKept(open, open.state.kept);
      } catch (error) {
        this.#log.warn(`The recording of run ${run} could not be kept: ${String(error)}`);
      }
    }
  }

  async #showKept(open: Open, name: string): Promise<void> {
    this.#post(open, { kind: 'file', bytes: new Uint8Array(await this.#kept.read(name)) });
  }

  #post(open: Open, message: ToPage<PageId>): void {
    void open.panel.webview.postMessage(message);
  }
}
