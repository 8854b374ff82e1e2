// The extension's table of contents: makes the parts, connects them, gives the API. Nothing is started and nothing is decided here.
import { EventEmitter, Uri, window, type ExtensionContext } from 'vscode';
import type { ViewId } from '../server/protocol.js';
import type { ThreadbookApi } from './api.js';
import { startBackground } from './background.js';
import { registerCommands } from './commands/index.js';
import { LastRuns } from './last-runs.js';
import { createPages, pages } from './pages/index.js';
import { registerRecordingEditor } from './pages/recording-editor.js';
import { RunOutputs } from './run-output.js';
import { RunProgress } from './run-progress.js';
import { Runs } from './runs.js';
import { Server } from './server.js';
import { startRun } from './start-run.js';
import { registerTools } from './tools/index.js';
import { createViews } from './views/index.js';

let server: Server | undefined;

export function activate(context: ExtensionContext): ThreadbookApi {
  const log = window.createOutputChannel('Threadbook', { log: true });
  const started = (server = new Server(Uri.joinPath(context.extensionUri, 'dist', 'server', 'main.cjs').fsPath, context.storageUri, log));
  const lastRuns = new LastRuns(context.workspaceState);
  const runs = new Runs(started);
  const outputs = new RunOutputs(started, runs, log);
  const views = createViews(started, log);
  const { runPages, lockOrder } = createPages(started, runs, context, log);
  const rowsChanged = new EventEmitter<ViewId>();

  context.subscriptions.push(
    log,
    started,
    runs,
    outputs,
    new RunProgress(started, runs, outputs, log),
    runPages,
    lockOrder,
    registerRecordingEditor(pages, started, context.extensionUri, log),
    ...Object.values(views),
    ...Object.values(views).map((view) => view.onDidChangeRows((id) => rowsChanged.fire(id))),
    rowsChanged,
    ...startBackground(started, runs, views, context.extensionUri, log),
    ...registerTools({ server: started, runs }),
    ...registerCommands({ server: started, runs, outputs, pages: runPages, lockOrder, lastRuns, log, rulePages: Uri.joinPath(context.extensionUri, 'docs', 'rules'), recipeTypes: Uri.joinPath(context.extensionUri, 'dist', 'threadbook.d.ts') }),
  );
  return {
    version: 1,
    recipes: () => started.catalog(),
    rows: (view) => views[view].rows(),
    onDidChangeRows: rowsChanged.event,
    runRecipe: (recipe, parameters = {}) => startRun(started, lastRuns, { recipe, parameters }),
    stopRun: (run) => started.stopRun(run),
    onDidStartRun: runs.onDidStart,
    onDidEndRun: runs.onDidEnd,
  };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
