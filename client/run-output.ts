// What runs print: one output channel a run, made at its first line, gone when the run is removed.
import { l10n, window, workspace, type Disposable, type OutputChannel } from 'vscode';
import type { RunEnded, RunId, RunOutput, RunStarted } from '../server/protocol.js';
import { LineJoiner } from './line-joiner.js';
import type { Runs } from './runs.js';
import type { Server } from './server.js';

interface Output {
  channel: OutputChannel;
  joiner: LineJoiner;
}

export class RunOutputs implements Disposable {
  readonly #outputs = new Map<RunId, Output>();
  readonly #titles = new Map<RunId, string>();
  readonly #subscriptions: Disposable[];

  constructor(server: Server, runs: Runs) {
    this.#subscriptions = [
      runs.onDidStart((run) => this.#start(run)),
      server.onRunOutput((output) => this.#append(output)),
      runs.onDidEnd((ended) => this.#end(ended)),
      runs.onDidClear((gone) => this.#remove(gone)),
      runs.onDidLose((lost) => this.#lose(lost)),
    ];
  }

  /** Shows what the run has printed so far and leaves the focus where it is. */
  show(run: RunId): void {
    this.#output(run).channel.show(true);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#remove([...this.#outputs.keys()]);
  }

  #start(run: RunStarted): void {
    // A channel with this number can be left from a server that died.
    this.#remove([run.run]);
    this.#titles.set(run.run, run.title);
    if (workspace.getConfiguration('threadbook').get('run.revealOutput', true)) this.show(run.run);
  }

  #append({ run, chunks }: RunOutput): void {
    const { channel, joiner } = this.#output(run);
    const text = joiner.join(chunks);
    if (text !== '') channel.append(text);
  }

  #end({ run, summary, seconds }: RunEnded): void {
    const { channel, joiner } = this.#output(run);
    channel.append(joiner.end());
    channel.appendLine('');
    channel.appendLine(l10n.t('— {0} ({1} s)', summary, seconds.toFixed(1)));
  }

  #lose(lost: RunStarted[]): void {
    for (const { run } of lost) this.#output(run).channel.appendLine(l10n.t('— The server stopped unexpectedly, and the run with it.'));
  }

  #remove(gone: RunId[]): void {
    for (const run of gone) {
      this.#outputs.get(run)?.channel.dispose();
      this.#outputs.delete(run);
    }
  }

  #output(run: RunId): Output {
    const known = this.#outputs.get(run);
    if (known !== undefined) return known;
    const name = l10n.t('Threadbook run {0}: {1}', run, this.#titles.get(run) ?? '');
    // The language `log` colours the tags and the numbers.
    const output = { channel: window.createOutputChannel(name, 'log'), joiner: new LineJoiner() };
    this.#outputs.set(run, output);
    return output;
  }
}
