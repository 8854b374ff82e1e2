// Tells the client what happens to the runs.
import type { Connection } from 'vscode-languageserver/node';
import type { HubListener } from '../hub.js';
import { l10n } from '../l10n.js';
import { methods, type RunEnded, type RunOutput, type RunStarted, type RunWarning } from '../protocol.js';

/** `changed`: called whenever the state of a run has changed. */
export function announceRuns(connection: Connection, changed: () => void): HubListener {
  return {
    changed,
    started: (run: RunStarted) => void connection.sendNotification(methods.runStarted, run),
    // Awaited by the host process, so that a recipe cannot print faster than the editor reads.
    output: (run, chunks) => connection.sendNotification(methods.runOutput, { run, chunks } satisfies RunOutput),
    deadlock: (run, text) => void connection.sendNotification(methods.runWarning, { run, text: l10n.t('Deadlock: {0}.', text) } satisfies RunWarning),
    ended: (run: RunEnded) => void connection.sendNotification(methods.runEnded, run),
  };
}
