// Tells a client that wants to know on which lines locks are held, at most four times a second and only what has changed.
import type { Connection } from 'vscode-languageserver/node';
import type { RunState } from '../model/run-state.js';
import { livePlaces } from '../model/live-places.js';
import { methods, type LivePlaces } from '../protocol.js';

const betweenMs = 250;

/** Call the answer whenever the state of a run may have changed. */
export function registerLivePlaces(connection: Connection, states: () => readonly RunState[]): () => void {
  let shown = false;
  let sent = '[]';
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    timer = undefined;
    const places = shown ? livePlaces(states()) : [];
    const text = JSON.stringify(places);
    if (text === sent) return;
    sent = text;
    void connection.sendNotification(methods.livePlaces, { places } satisfies LivePlaces);
  }

  connection.onNotification(methods.showLivePlaces, (params: { shown: boolean }) => {
    shown = params.shown;
    timer ??= setTimeout(send, 0);
  });
  return () => {
    if (shown) timer ??= setTimeout(send, betweenMs);
  };
}
