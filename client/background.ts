// The list of what goes on without a command: each watches something and tells somebody. Nothing else is decided here.
import { Uri, type Disposable, type LogOutputChannel } from 'vscode';
import { showDeadlockProblems } from './deadlock-problems.js';
import { startForOpenFiles } from './lint-start.js';
import { showLintStatus } from './lint-status.js';
import { provideLintTasks } from './lint-tasks.js';
import { showLiveState } from './live-state.js';
import { tellOwnRecipes } from './own-recipes.js';
import { createRecipeTests } from './recipe-tests.js';
import { linkRules } from './rule-links.js';
import { keepServerContext } from './server-context.js';
import type { Runs } from './runs.js';
import type { Server } from './server.js';
import { passOnTrust } from './trust.js';
import type { Views } from './views/index.js';
import { keepWalkthroughProgress } from './walkthrough-progress.js';

export function startBackground(server: Server, runs: Runs, views: Views, extension: Uri, log: LogOutputChannel): Disposable[] {
  const rulePages = Uri.joinPath(extension, 'docs', 'rules');
  return [
    keepServerContext(server),
    passOnTrust(server, log),
    tellOwnRecipes(server, log),
    startForOpenFiles(server, log),
    ...showLintStatus(),
    provideLintTasks(Uri.joinPath(extension, 'dist', 'server', 'cli.cjs').fsPath),
    linkRules(rulePages),
    showDeadlockProblems(server, runs, log, rulePages),
    showLiveState(server, log),
    createRecipeTests(server, views.recipes, log),
    ...keepWalkthroughProgress(runs),
  ];
}
