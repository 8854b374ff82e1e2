// Opens the file of a saved recording in the timeline page or in that of the wait-for graph, to be looked at only. It must not know what is in the file: the page reads it and says what is wrong with it.
import { Disposable, env, l10n, Uri, window, workspace, type CustomDocument, type CustomReadonlyEditorProvider, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { FromPage, ToPage } from '../../webviews/messages.js';
import { goTo, beside } from '../sites.js';
import { graphPage } from './graph.js';
import { pageHtml, pagesFolder } from './page-html.js';
import type { Page } from './page.js';
import { timelinePage } from './timeline.js';

/** As in the manifest's custom editors. The first is what a double click opens. */
export const recordingEditor = 'threadbook.recording';
const graphEditor = 'threadbook.recordingGraph';
export const recordingEditors: readonly string[] = [recordingEditor, graphEditor];

export function registerRecordingEditor(extension: Uri, log: LogOutputChannel): Disposable {
  const provider = (page: Page): CustomReadonlyEditorProvider => ({
    openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      panel.webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension)] };
      panel.webview.onDidReceiveMessage((message: FromPage) => void hear(page, uri, panel, message, log));
      panel.webview.html = pageHtml(panel.webview, extension, page.id, nameOf(uri));
    },
  });
  const register = (editor: string, page: Page): Disposable => window.registerCustomEditorProvider(editor, provider(page), { supportsMultipleEditorsPerDocument: true });
  return Disposable.from(register(recordingEditor, timelinePage), register(graphEditor, graphPage));
}

async function hear(page: Page, uri: Uri, panel: WebviewPanel, message: FromPage, log: LogOutputChannel): Promise<void> {
  const post = (answer: ToPage<Page['id']>): void => void panel.webview.postMessage(answer);
  switch (message.kind) {
    case 'ready':
      post({ kind: 'open', texts: page.texts(), locale: env.language, state: { run: 0, recipe: '', title: nameOf(uri) } });
      try {
        // A copy, because Node's own kind of array does not arrive as bytes.
        post({ kind: 'file', bytes: new Uint8Array(await workspace.fs.readFile(uri)) });
      } catch (error) {
        post({ kind: 'gone', text: l10n.t('The recording cannot be read: {0}', error instanceof Error ? error.message : String(error)) });
      }
      return;
    case 'open-site':
      return goTo(message.site, beside);
    case 'open-recipe':
    case 'open-rule':
    case 'command':
      return; // There is no run to do anything with.
    case 'failed':
      log.error(`The page “${page.id}” of ${uri.toString()} failed: ${message.problem}`);
      return;
    default:
      message satisfies never;
  }
}

function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
