// Opens the file of a saved recording in any of the pages, to be looked at only. It must not know what is in the file: the page reads it and says what is wrong with it.
import { commands, Disposable, l10n, Uri, window, workspace, type CustomDocument, type CustomReadonlyEditorProvider, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { RunPageId } from '../../server/protocol.js';
import type { FromPage, ToPage } from '../../webviews/messages.js';
import type { Server } from '../server.js';
import { pageHtml, pagesFolder } from './page-html.js';
import { answerPage, opening } from './page-requests.js';
import type { Page } from './page.js';

/** As in the manifest's custom editors. That of the timeline is what a double click opens. */
const editors: Record<RunPageId, string> = { timeline: 'threadbook.recording', graph: 'threadbook.recordingGraph', usage: 'threadbook.recordingUsage', deadlock: 'threadbook.recordingDeadlock' };
export const recordingEditor = editors.timeline;
export const recordingEditors: readonly string[] = Object.values(editors);

/** What is open of one file in one page, and the moment that somebody wants to see there, once its program runs. */
interface Shown {
  panel?: WebviewPanel;
  ready: boolean;
  moment?: number;
}

export function registerRecordingEditor(pages: readonly Page[], server: Server, extension: Uri, log: LogOutputChannel): Disposable {
  const shown = new Map<string, Shown>();
  const key = (page: RunPageId, uri: Uri): string => `${page} ${uri.toString()}`;

  const provider = (page: Page): CustomReadonlyEditorProvider => ({
    openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      const here: Shown = { moment: shown.get(key(page.id, uri))?.moment, panel, ready: false };
      shown.set(key(page.id, uri), here);
      panel.webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension)] };
      panel.webview.onDidReceiveMessage((message: FromPage) => void hear(page, uri, here, message));
      panel.onDidChangeViewState(() => (here.ready &&= panel.visible)); // When it comes back its program starts anew and says so.
      panel.onDidDispose(() => shown.get(key(page.id, uri)) === here && shown.delete(key(page.id, uri)));
      panel.webview.html = pageHtml(panel.webview, extension, page.id, nameOf(uri));
    },
  });

  async function hear(page: Page, uri: Uri, here: Shown, message: FromPage): Promise<void> {
    const post = (answer: ToPage<RunPageId>): void => void here.panel?.webview.postMessage(answer);
    switch (message.kind) {
      case 'ready':
        post(await opening(page, { run: 0, recipe: '', title: nameOf(uri) }, server));
        here.ready = true;
        if (here.moment !== undefined) post({ kind: 'moment', ms: here.moment });
        here.moment = undefined;
        try {
          // A copy, because Node's own kind of array does not arrive as bytes.
          post({ kind: 'file', bytes: new Uint8Array(await workspace.fs.readFile(uri)) });
        } catch (error) {
          post({ kind: 'gone', text: l10n.t('The recording cannot be read: {0}', error instanceof Error ? error.message : String(error)) });
        }
        return;
      case 'open-page':
        return showIn(message.page, uri, message.moment);
      case 'command':
        return; // There is no run to do anything with.
      case 'open-site':
      case 'open-recipe':
      case 'open-rule':
      case 'save-report':
      case 'failed':
        return answerPage(page, uri.toString(), message, extension, log);
      default:
        message satisfies never;
    }
  }

  async function showIn(page: RunPageId, uri: Uri, moment: number | undefined): Promise<void> {
    const there = shown.get(key(page, uri));
    if (moment !== undefined && there?.ready) void there.panel?.webview.postMessage({ kind: 'moment', ms: moment } satisfies ToPage<RunPageId>);
    else if (there) there.moment = moment;
    else shown.set(key(page, uri), { ready: false, moment });
    if (there?.panel) there.panel.reveal();
    else await commands.executeCommand('vscode.openWith', uri, editors[page]);
  }

  return Disposable.from(...pages.map((page) => window.registerCustomEditorProvider(editors[page.id], provider(page), { supportsMultipleEditorsPerDocument: true })));
}

function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
