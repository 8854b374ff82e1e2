// The list of commands. The manifest lists the same ids.
import type { Disposable } from 'vscode';
import { clearRuns } from './clear-runs.js';
import { register, type ClientCommand, type Workbench } from './command.js';
import { restartDaemon, showDaemonLog, startDaemon, stopDaemon } from './daemon-actions.js';
import { explainRule } from './explain-rule.js';
import { newDeadlockRecipe } from './new-deadlock-recipe.js';
import { newRecipe } from './new-recipe.js';
import { openRecipeSource } from './open-recipe-source.js';
import { restartServer } from './restart-server.js';
import { runAgain } from './run-again.js';
import { runRecipe } from './run-recipe.js';
import { runRecipeNow } from './run-recipe-now.js';
import { showLog } from './show-log.js';
import { showOutput } from './show-output.js';
import { showTimeline } from './show-timeline.js';
import { stopRun } from './stop-run.js';

export const clientCommands: readonly ClientCommand[] = [runRecipe, runRecipeNow, runAgain, stopRun, openRecipeSource, newRecipe, newDeadlockRecipe, showOutput, showTimeline, clearRuns, explainRule, showLog, restartServer, startDaemon, stopDaemon, restartDaemon, showDaemonLog];

export function registerCommands(workbench: Workbench): Disposable[] {
  return clientCommands.map((command) => register(command, workbench));
}
