// A page's side of the wire to the client: messages in both directions, its texts, what it remembers. It must not know what a page shows.
import type { PageId, Site } from '../server/protocol.js';
import { sayWith, type Say } from './fill.js';
import type { FromPage, Lesson, PageState, Texts, ToPage } from './messages.js';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; getState(): PageState | undefined; setState(state: PageState): void };

export type { Say } from './fill.js';

export interface PageHandlers<P extends PageId, T extends Texts> {
  /** The texts are there and nothing else yet. Called once. */
  open(state: PageState, say: Say<T>, locale: string, lessons: readonly Lesson[]): void;
  update(update: Extract<ToPage<P>, { kind: 'update' }>['update']): void;
  /** A file is shown in place of a run. */
  file?(bytes: Uint8Array): void;
  /** Somebody came from another page, where this moment was shown: milliseconds since the recording's begin. */
  moment?(ms: number): void;
  /** Somebody wants to see what is at one of these places. */
  reveal?(sites: readonly Site[]): void;
}

export interface PageWire {
  send(message: FromPage): void;
  /** Keeps what this page needs to come back as it is: where it was scrolled to, what was chosen. */
  remember(view: unknown): void;
  /** Keeps the moment of the recording that is shown; undefined is its end. */
  keepMoment(ms: number | undefined): void;
}

/** Connects the page. Called once, at the end of the page's own set-up. */
export function connectPage<P extends PageId, T extends Texts>(handlers: PageHandlers<P, T>): PageWire {
  const api = acquireVsCodeApi();
  let state: PageState | undefined;
  const send = (message: FromPage): void => api.postMessage(message);
  const fail = (error: unknown): void => send({ kind: 'failed', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  addEventListener('error', (event) => fail(event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => fail(event.reason));
  addEventListener('message', ({ data }: MessageEvent<ToPage<P>>) => {
    switch (data.kind) {
      case 'open': {
        const { texts, locale } = data;
        // What the page itself has kept is newer than what the client has of it.
        const kept = api.getState();
        state = { ...data.state, view: kept?.view ?? data.state.view, moment: (kept ?? data.state).moment };
        api.setState(state);
        document.documentElement.lang = locale;
        handlers.open(state, sayWith(texts), locale, data.lessons);
        return;
      }
      case 'update':
        return handlers.update(data.update);
      case 'file':
        return handlers.file?.(data.bytes);
      case 'moment':
        return handlers.moment?.(data.ms);
      case 'reveal':
        return handlers.reveal?.(data.sites);
      case 'kept':
        if (state) api.setState((state = { ...state, kept: data.name }));
        return;
      case 'gone':
        return showGone(data.text, data.again && { label: data.again, run: () => send({ kind: 'command', command: 'threadbook.runAgain' }) });
      default:
        data satisfies never;
    }
  });
  send({ kind: 'ready' });
  return {
    send,
    remember(view) {
      if (state) api.setState((state = { ...state, view }));
    },
    keepMoment(ms) {
      if (state && state.moment !== ms) api.setState((state = { ...state, moment: ms }));
    },
  };
}

/** In place of the page: there is nothing to show. */
export function showGone(text: string, again?: { label: string; run(): void } | ''): void {
  const main = document.createElement('main');
  const heading = document.createElement('h1');
  heading.textContent = document.title;
  heading.className = 'gone';
  const sentence = document.createElement('p');
  sentence.className = 'gone';
  sentence.setAttribute('role', 'status');
  sentence.textContent = text;
  main.append(heading, sentence);
  if (again) {
    const button = document.createElement('button');
    button.textContent = again.label;
    button.addEventListener('click', () => again.run());
    sentence.append(document.createElement('br'), button);
  }
  document.body.replaceChildren(main);
}
