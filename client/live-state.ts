// While a run goes on: who holds the lock that a line of source takes, for how long, who waits. At the end of that line, as the server tells it.
import { DecorationRangeBehavior, l10n, MarkdownString, Range, ThemeColor, Uri, window, workspace, type DecorationOptions, type Disposable, type LogOutputChannel, type TextEditor } from 'vscode';
import type { LiveHolding, LivePlace } from '../server/protocol.js';
import type { Server } from './server.js';

const setting = 'threadbook.liveState.enable';

/** Nothing is asked of the server while the setting is off. */
export function showLiveState(server: Server, log: LogOutputChannel): Disposable {
  const calm = decoration('editorCodeLens.foreground');
  const waited = decoration('editorWarning.foreground');
  let places = new Map<string, LivePlace[]>();

  function draw(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const here = places.get(editor.document.uri.fsPath) ?? [];
      const options = here.filter(({ line }) => line <= editor.document.lineCount).map((place) => ({ place, option: optionOf(editor, place) }));
      editor.setDecorations(calm, options.filter(({ place }) => !isWaitedFor(place)).map(({ option }) => option));
      editor.setDecorations(waited, options.filter(({ place }) => isWaitedFor(place)).map(({ option }) => option));
    }
  }

  function take(now: readonly LivePlace[]): void {
    places = new Map();
    for (const place of now) {
      const file = Uri.file(place.file).fsPath;
      places.set(file, [...(places.get(file) ?? []), place]);
    }
    draw(window.visibleTextEditors);
  }

  const ask = (): void => {
    server.showLivePlaces(workspace.getConfiguration().get(setting, true)).catch((error: unknown) => log.error('Asking for the live state failed', error as Error));
  };
  const subscriptions = [
    calm,
    waited,
    server.onLivePlaces((told) => take(told.places)),
    server.onDidChangeState((state) => (state === 'running' ? ask() : take([]))),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(setting)) ask();
    }),
    window.onDidChangeVisibleTextEditors(draw),
  ];
  return { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
}

function decoration(color: string): ReturnType<typeof window.createTextEditorDecorationType> {
  return window.createTextEditorDecorationType({
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    after: { color: new ThemeColor(color), margin: '0 0 0 3ch', fontStyle: 'italic' },
  });
}

const isWaitedFor = (place: LivePlace): boolean => place.held.some(({ waiting }) => waiting > 0);

function optionOf(editor: TextEditor, place: LivePlace): DecorationOptions {
  const end = editor.document.lineAt(place.line - 1).range.end;
  const texts = place.held.map(textOf);
  if (place.more > 0) texts.push(l10n.t('{0} more', place.more));
  const text = texts.join(' · ');
  // The hover is what a keyboard and a screen reader reach (Show Hover).
  return { range: new Range(end, end), renderOptions: { after: { contentText: text } }, hoverMessage: new MarkdownString().appendText(text) };
}

function textOf({ lock, holder, seconds, waiting, forEver }: LiveHolding): string {
  const time = seconds < 10 ? seconds.toFixed(1) : String(seconds);
  if (forEver) return l10n.t('{0}: held by {1} for ever (deadlock), {2} waiting', lock, holder, waiting);
  return waiting > 0 ? l10n.t('{0}: held by {1} for {2} s, {3} waiting', lock, holder, time, waiting) : l10n.t('{0}: held by {1} for {2} s', lock, holder, time);
}
