// Starts a run and remembers its parameters for Run Again. The one way in for all commands and for the API.
import { workspace } from 'vscode';
import type { RunStarted } from '../server/protocol.js';
import type { LastRun, LastRuns } from './last-runs.js';
import type { Server } from './server.js';

/** Rejects with a RefusedError where the server refuses; then nothing is remembered. */
export async function startRun(server: Server, lastRuns: LastRuns, run: LastRun): Promise<RunStarted> {
  // A run reads the file of the user's own recipe: what is in the editor is what they mean.
  await workspace.textDocuments.find(({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath === run.recipe)?.save();
  const started = await server.startRun(run);
  await lastRuns.remember(started.run, run);
  return started;
}
