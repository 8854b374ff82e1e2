// Tells the user about a run while it goes on and when it did not go as it should: progress that can be cancelled, one warning, one error.
// A run that ends as expected says so in its output and its row only.
import { commands, l10n, ProgressLocation, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { RunEnded, RunId, RunStarted, RunWarning } from '../server/protocol.js';
import type { RunOutputs } from './run-output.js';
import type { Runs } from './runs.js';
import type { Server } from './server.js';

/** A run that ends sooner shows no progress: a notification that flashes by tells nobody anything. */
const progressAfterMs = 400;

interface Watched {
  timer: NodeJS.Timeout;
  close?(): void;
}

export class RunProgress implements Disposable {
  readonly #server: Server;
  readonly #runs: Runs;
  readonly #outputs: RunOutputs;
  readonly #log: LogOutputChannel;
  readonly #watched = new Map<RunId, Watched>();
  readonly #subscriptions: Disposable[];

  constructor(server: Server, runs: Runs, outputs: RunOutputs, log: LogOutputChannel) {
    this.#server = server;
    this.#runs = runs;
    this.#outputs = outputs;
    this.#log = log;
    this.#subscriptions = [
      runs.onDidStart((run) => this.#watch(run)),
      runs.onDidWarn((warning) => this.#warn(warning)),
      runs.onDidEnd((ended) => this.#end(ended)),
      runs.onDidLose((lost) => {
        for (const { run } of lost) this.#release(run);
        void window.showWarningMessage(l10n.t('Threadbook’s server stopped unexpectedly. Runs that went on have been lost: {0}.', lost.map(({ title }) => title).join(', ')));
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const run of [...this.#watched.keys()]) this.#release(run);
  }

  #watch(run: RunStarted): void {
    this.#watched.set(run.run, { timer: setTimeout(() => this.#showProgress(run), progressAfterMs) });
  }

  #showProgress(run: RunStarted): void {
    const watched = this.#watched.get(run.run);
    if (watched === undefined) return;
    const options = { location: ProgressLocation.Notification, title: l10n.t('Running “{0}”', run.title), cancellable: true };
    void window.withProgress(options, (_progress, cancelled) => {
      cancelled.onCancellationRequested(() => {
        this.#server.stopRun(run.run).catch((error: unknown) => this.#log.error(`Stopping run ${run.run} failed`, error as Error));
      });
      return new Promise<void>((resolve) => (watched.close = resolve));
    });
  }

  #warn(warning: RunStarted & RunWarning): void {
    // One notification a run: the warning takes the place of the progress and offers to stop as well.
    this.#release(warning.run);
    const show = l10n.t('Show');
    const stop = l10n.t('Stop Run');
    void window.showWarningMessage(l10n.t('“{0}”: {1}', warning.title, warning.text), show, stop).then(async (choice) => {
      try {
        if (choice === show) await commands.executeCommand('threadbook.showDeadlock', { run: warning.run });
        if (choice === stop && this.#runs.isActive(warning.run)) await this.#server.stopRun(warning.run);
      } catch (error) {
        this.#log.error(`Acting on the warning of run ${warning.run} failed`, error as Error);
      }
    });
  }

  #end(ended: RunEnded): void {
    this.#release(ended.run);
    // Whoever stops a run knows that it has stopped.
    if (ended.asExpected || ended.outcome.kind === 'stopped') return;
    const show = l10n.t('Show Output');
    void window.showErrorMessage(l10n.t('“{0}”: {1}', ended.title, ended.summary), show).then((choice) => {
      if (choice === show) this.#outputs.show(ended.run);
    });
  }

  #release(run: RunId): void {
    const watched = this.#watched.get(run);
    if (watched === undefined) return;
    clearTimeout(watched.timer);
    watched.close?.();
    this.#watched.delete(run);
  }
}
