// What a command is, and how one is registered: a failure is reported once, with the command's name.
import { commands, l10n, Uri, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { Row, Site } from '../../server/protocol.js';
import type { LastRuns } from '../last-runs.js';
import type { LockOrderPage } from '../pages/lock-order.js';
import type { RunPages } from '../pages/run-pages.js';
import type { RunOutputs } from '../run-output.js';
import type { Runs } from '../runs.js';
import { RefusedError, type Server } from '../server.js';
import type { RowNode } from '../views/rows-store.js';

/** What commands work with. */
export interface Workbench {
  server: Server;
  runs: Runs;
  outputs: RunOutputs;
  pages: RunPages;
  lockOrder: LockOrderPage;
  lastRuns: LastRuns;
  log: LogOutputChannel;
  /** The folder with a page for each lint rule. */
  rulePages: Uri;
  /** The file of types that a new recipe is given. */
  recipeTypes: Uri;
}

export interface ClientCommand {
  /** As in the manifest. */
  id: string;
  /** `subject` is what the command was called on; undefined from the palette. */
  run(workbench: Workbench, subject?: Subject): Promise<void>;
}

/** A run or a recipe, and the place that its row leads to; the places of a finding. */
export type Subject = NonNullable<Row['subject']> & Pick<Row, 'site'> & { sites?: Site[] };

export function register(command: ClientCommand, workbench: Workbench): Disposable {
  return commands.registerCommand(command.id, async (calledOn?: RowNode | Subject | Uri) => {
    try {
      // A view's menu passes the row; a CodeLens, the walkthrough and other extensions say directly what they mean.
      await command.run(workbench, subjectOf(calledOn));
    } catch (error) {
      await report(command.id, error, workbench.log);
    }
  });
}

function subjectOf(calledOn?: RowNode | Subject | Uri): Subject | undefined {
  // An editor's title passes its file: a recipe of the user is named by its file.
  if (calledOn instanceof Uri) return { recipe: calledOn.fsPath };
  return calledOn && 'row' in calledOn ? { ...calledOn.row.subject, site: calledOn.row.site } : calledOn;
}

/** A refusal is for the user alone; anything else is a bug and goes to the log as well. */
async function report(id: string, error: unknown, log: LogOutputChannel): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedError) {
    void window.showErrorMessage(message);
    return;
  }
  log.error(`${id} failed`, error as Error);
  const show = l10n.t('Show Log');
  const choice = await window.showErrorMessage(l10n.t('This did not work: {0}', message), show);
  if (choice === show) log.show();
}
