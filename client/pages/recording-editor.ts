// Opens the file of a saved recording in the timeline page, to be looked at only. It must not know what is in the file: the page reads it and says what is wrong with it.
import { env, l10n, Uri, window, workspace, type CustomDocument, type CustomReadonlyEditorProvider, type Disposable, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { FromPage, ToPage } from '../../webviews/messages.js';
import { goTo, beside } from '../sites.js';
import { pageHtml, pagesFolder } from './page-html.js';
import { timelinePage } from './timeline.js';

/** As in the manifest's custom editors. */
export const recordingEditor = 'threadbook.recording';

export function registerRecordingEditor(extension: Uri, log: LogOutputChannel): Disposable {
  const provider: CustomReadonlyEditorProvider = {
    openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      panel.webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension)] };
      panel.webview.onDidReceiveMessage((message: FromPage) => void hear(uri, panel, message, log));
      panel.webview.html = pageHtml(panel.webview, extension, timelinePage.id, nameOf(uri));
    },
  };
  return window.registerCustomEditorProvider(recordingEditor, provider, { supportsMultipleEditorsPerDocument: true });
}

async function hear(uri: Uri, panel: WebviewPanel, message: FromPage, log: LogOutputChannel): Promise<void> {
  const post = (answer: ToPage<'timeline'>): void => void panel.webview.postMessage(answer);
  switch (message.kind) {
    case 'ready':
      post({ kind: 'open', texts: timelinePage.texts(), locale: env.language, state: { run: 0, recipe: '', title: nameOf(uri) } });
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
      log.error(`The timeline of ${uri.toString()} failed: ${message.problem}`);
      return;
    default:
      message satisfies never;
  }
}

function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
