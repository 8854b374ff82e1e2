// What runs print: a terminal for each run that goes on. The text is kept with the run, so that a closed terminal can be opened again.
// A terminal and not an output channel: colours tell the threads apart, places are links, Ctrl+C stops the run.
import { l10n, window, workspace, type Disposable, type LogOutputChannel, type Terminal } from 'vscode';
import type { RunEnded, RunId, RunOutput, RunStarted } from '../server/protocol.js';
import { LineJoiner } from './line-joiner.js';
import { RunTerminal, type Tone } from './run-terminal.js';
import type { Runs } from './runs.js';
import type { Server } from './server.js';

/** Of so many ended runs the output is kept. */
const keptEnded = 30;

interface Output {
  run: RunStarted;
  joiner: LineJoiner;
  screen: RunTerminal;
  /** Undefined where nobody looks: not opened yet, or closed. */
  terminal?: Terminal;
  ended: boolean;
}

export class RunOutputs implements Disposable {
  readonly #server: Server;
  readonly #log: LogOutputChannel;
  readonly #outputs = new Map<RunId, Output>();
  readonly #subscriptions: Disposable[];

  constructor(server: Server, runs: Runs, log: LogOutputChannel) {
    this.#server = server;
    this.#log = log;
    this.#subscriptions = [
      runs.onDidStart((run) => this.#start(run)),
      server.onRunOutput((output) => this.#append(output)),
      runs.onDidEnd((ended) => this.#end(ended)),
      runs.onDidClear((gone) => this.#remove(gone)),
      runs.onDidLose((lost) => this.#lose(lost)),
      window.onDidCloseTerminal((closed) => {
        for (const output of this.#outputs.values()) if (output.terminal === closed) output.terminal = undefined;
      }),
    ];
  }

  /** Shows what the run has printed so far. The focus stays where it is, unless the run goes on and reads input. */
  show(run: RunId): void {
    const output = this.#outputs.get(run);
    if (output === undefined) {
      void window.showInformationMessage(l10n.t('The output of this run is no longer kept.'));
      return;
    }
    output.terminal ??= output.screen.open();
    output.terminal.show(!output.run.readsInput || output.ended);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#remove([...this.#outputs.keys()]);
  }

  #start(run: RunStarted): void {
    // Terminals of ended runs would pile up; their text stays.
    const ended = [...this.#outputs.values()].filter((output) => output.ended);
    for (const output of ended) output.terminal?.dispose();
    this.#remove(ended.slice(0, -keptEnded).map((output) => output.run.run));
    const stop = (): void => {
      this.#server.stopRun(run.run).catch((error: unknown) => this.#log.error(`Stopping run ${run.run} from its terminal failed`, error as Error));
    };
    const joiner = new LineJoiner();
    const send = (lines: string[], end: boolean): void => {
      joiner.answered();
      this.#server.runInput({ run: run.run, lines, end }).catch((error: unknown) => this.#log.error(`Run ${run.run} did not get what was typed`, error as Error));
    };
    const screen = new RunTerminal(l10n.t('{0} (run {1})', run.title, run.run), run.readsInput ? { stop, send } : { stop });
    this.#outputs.set(run.run, { run, joiner, screen, ended: false });
    if (workspace.getConfiguration('threadbook').get('run.revealOutput', true) || run.readsInput) this.show(run.run);
  }

  #append({ run, chunks }: RunOutput): void {
    const output = this.#outputs.get(run);
    if (output) output.screen.write(output.joiner.join(chunks), output.joiner.unfinished);
  }

  #end({ run, summary, seconds, asExpected, outcome, remarks }: RunEnded): void {
    const tone = asExpected ? 'good' : outcome.kind === 'stopped' ? 'neutral' : 'bad';
    this.#close(run, l10n.t('{0} ({1} s)', summary, seconds.toFixed(1)), tone, remarks);
  }

  #lose(lost: RunStarted[]): void {
    for (const { run } of lost) this.#close(run, l10n.t('The server stopped unexpectedly, and the run with it.'), 'bad');
  }

  #close(run: RunId, words: string, tone: Tone, remarks: readonly string[] = []): void {
    const output = this.#outputs.get(run);
    if (output === undefined) return;
    output.screen.write(output.joiner.end());
    output.screen.finish(words, tone, remarks);
    output.ended = true;
  }

  #remove(gone: RunId[]): void {
    for (const run of gone) {
      this.#outputs.get(run)?.terminal?.dispose();
      this.#outputs.delete(run);
    }
  }
}
