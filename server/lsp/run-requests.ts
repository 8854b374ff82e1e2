// Starting, stopping and forgetting runs.
import type { Connection } from 'vscode-languageserver/node';
import type { Hub, RunLimits } from '../hub.js';
import { methods, type RunInput, type StartRun } from '../protocol.js';
import { answer } from './answer.js';
import { refuseUntrusted, type Trust } from './trust.js';

/** More than anybody reads; a recipe that prints for ever must not fill the editor's memory. */
const outputLimit = 16 * 1024 * 1024;

export function registerRunRequests(connection: Connection, hub: Hub, trust: Trust): void {
  answer(connection, methods.startRun, async ({ recipe, parameters }: StartRun) => {
    refuseUntrusted(trust);
    return hub.start(recipe, parameters, await runLimits(connection));
  });
  answer(connection, methods.runInput, async ({ run, lines, end }: RunInput) => {
    await hub.input(run, lines, end);
    return null;
  });
  answer(connection, methods.stopRun, async ({ run }: { run: number }) => {
    await hub.stop(run);
    return null;
  });
  answer(connection, methods.deadlockReport, async ({ run }: { run: number }) => (await hub.deadlockReport(run)) ?? null);
  answer(connection, methods.clearRuns, () => {
    hub.clear();
    return null;
  });
}

/** As the user has set them. */
export async function runLimits(connection: Connection): Promise<RunLimits> {
  const settings: unknown = await connection.workspace.getConfiguration('threadbook.run');
  return { memory: numberIn(settings, 'memoryLimit', 2048), time: numberIn(settings, 'timeLimit', 0), output: outputLimit };
}

function numberIn(settings: unknown, name: string, fallback: number): number {
  const value = typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' && value >= 0 ? value : fallback;
}
