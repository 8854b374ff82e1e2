// The page of the Lock Order in the editor area: one panel, fed while it is in sight; comes back after the window was loaded anew.
import { Disposable, env, l10n, Uri, ViewColumn, window, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { Site } from '../../server/protocol.js';
import type { FromPage, PageState, ToPage } from '../../webviews/messages.js';
import type { Server } from '../server.js';
import { beside, goTo } from '../sites.js';
import { lockOrderTexts } from './lock-order-texts.js';
import { pageHtml, pagesFolder } from './page-html.js';

/** As in the manifest's activation events. */
const page = { viewType: 'threadbook.lockOrderPicture' };
const watch = { run: 0, page: 'lock-order' } as const;

export class LockOrderPage implements Disposable {
  readonly #server: Server;
  readonly #extension: Uri;
  readonly #log: LogOutputChannel;
  readonly #subscriptions: Disposable[];
  #panel: WebviewPanel | undefined;
  /** What its program says once it runs. */
  #ready = false;
  /** To be shown as soon as it runs. */
  #wanted: readonly Site[] = [];

  constructor(server: Server, extension: Uri, log: LogOutputChannel) {
    this.#server = server;
    this.#extension = extension;
    this.#log = log;
    this.#subscriptions = [
      server.onPageUpdate((each) => each.page === watch.page && this.#post({ kind: 'update', update: each.update })),
      server.onDidChangeState((state) => state === 'running' && this.#ready && void this.#watch()),
      window.registerWebviewPanelSerializer(page.viewType, {
        deserializeWebviewPanel: (panel, state?: PageState) => {
          panel.webview.options = this.#options();
          this.#fill(panel, state);
          return Promise.resolve();
        },
      }),
    ];
  }

  /** Shows the page; with what is at one of the places in sight. */
  show(sites: readonly Site[]): void {
    this.#wanted = sites;
    if (this.#panel) {
      this.#panel.reveal();
      if (this.#ready) this.#reveal();
    } else this.#fill(window.createWebviewPanel(page.viewType, l10n.t('Lock Order'), ViewColumn.Active, this.#options()));
  }

  dispose(): void {
    // The panel stays: VS Code brings it back in the next window.
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #options() {
    return { enableScripts: true, localResourceRoots: [pagesFolder(this.#extension)] };
  }

  #fill(panel: WebviewPanel, state: PageState = { run: 0, recipe: '', title: '' }): void {
    this.#panel = panel;
    panel.iconPath = Uri.joinPath(this.#extension, 'media', 'threadbook.svg');
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.#hear(message, state));
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      this.#ready = false; // When it comes back its program starts anew and says so.
      void this.#server.unwatchRun(watch);
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#ready = false;
      void this.#server.unwatchRun(watch);
    });
    panel.webview.html = pageHtml(panel.webview, this.#extension, watch.page, l10n.t('Lock Order'));
  }

  async #hear(message: FromPage, state: PageState): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        this.#post({ kind: 'open', texts: lockOrderTexts(), locale: env.language, state, lessons: [] });
        this.#reveal();
        return this.#watch();
      case 'open-site':
        return goTo(message.site, beside);
      case 'open-recipe':
      case 'open-rule':
      case 'open-page':
      case 'save-report':
      case 'command':
        return; // It asks for none of them: it is about no run.
      case 'failed':
        this.#log.error(`The page of the Lock Order failed: ${message.problem}`);
        return;
      default:
        message satisfies never;
    }
  }

  #reveal(): void {
    if (this.#wanted.length > 0) this.#post({ kind: 'reveal', sites: [...this.#wanted] });
    this.#wanted = [];
  }

  async #watch(): Promise<void> {
    try {
      await this.#server.watchRun(watch);
    } catch (error) {
      this.#log.error('The page of the Lock Order could not be filled', error as Error);
      this.#post({ kind: 'gone', text: error instanceof Error ? error.message : String(error) });
    }
  }

  #post(message: ToPage<'lock-order'>): void {
    void this.#panel?.webview.postMessage(message);
  }
}
