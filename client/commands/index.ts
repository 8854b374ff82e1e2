// The list of commands. The manifest lists the same ids.
import type { Disposable } from 'vscode';
import { clearRuns } from './clear-runs.js';
import { register, type ClientCommand, type Workbench } from './command.js';
import { copyDiagnostics } from './copy-diagnostics.js';
import { restartDaemon, showDaemonLog, startDaemon, stopDaemon } from './daemon-actions.js';
import { explainRule } from './explain-rule.js';
import { exportTrace } from './export-trace.js';
import { newDeadlockRecipe } from './new-deadlock-recipe.js';
import { newRecipe } from './new-recipe.js';
import { openRecipeSource } from './open-recipe-source.js';
import { openRecording } from './open-recording.js';
import { restartServer } from './restart-server.js';
import { runAgain } from './run-again.js';
import { runRecipe } from './run-recipe.js';
import { runRecipeNow } from './run-recipe-now.js';
import { saveDeadlockReport } from './save-deadlock-report.js';
import { saveRecording } from './save-recording.js';
import { showDeadlock } from './show-deadlock.js';
import { showLockOrder } from './show-lock-order.js';
import { showLog } from './show-log.js';
import { showOutput } from './show-output.js';
import { showTimeline } from './show-timeline.js';
import { showUsage } from './show-usage.js';
import { showWaitGraph } from './show-wait-graph.js';
import { stopRun } from './stop-run.js';

export const clientCommands: readonly ClientCommand[] = [runRecipe, runRecipeNow, runAgain, stopRun, openRecipeSource, newRecipe, newDeadlockRecipe, showOutput, showWaitGraph, showUsage, showDeadlock, saveDeadlockReport, showTimeline, saveRecording, openRecording, exportTrace, clearRuns, showLockOrder, explainRule, showLog, copyDiagnostics, restartServer, startDaemon, stopDaemon, restartDaemon, showDaemonLog];

export function registerCommands(workbench: Workbench): Disposable[] {
  return clientCommands.map((command) => register(command, workbench));
}
