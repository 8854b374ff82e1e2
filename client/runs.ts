// The runs of this window: which go on and which have ended, as the server tells. Sets the context keys that menus ask for.
import { commands, EventEmitter, type Disposable } from 'vscode';
import type { RunEnded, RunId, RunStarted, RunWarning } from '../server/protocol.js';
import type { Server } from './server.js';

export class Runs implements Disposable {
  readonly #active = new Map<RunId, RunStarted>();
  readonly #ended = new Map<RunId, RunEnded>();
  readonly #deadlocked = new Set<RunId>();
  readonly #started = new EventEmitter<RunStarted>();
  readonly #warned = new EventEmitter<RunStarted & RunWarning>();
  readonly #endedEmitter = new EventEmitter<RunEnded>();
  readonly #lost = new EventEmitter<RunStarted[]>();
  readonly #cleared = new EventEmitter<RunId[]>();
  readonly #subscriptions: Disposable[];

  readonly onDidStart = this.#started.event;
  readonly onDidWarn = this.#warned.event;
  readonly onDidEnd = this.#endedEmitter.event;
  /** The server died and with it these runs, which nobody will report as ended. */
  readonly onDidLose = this.#lost.event;
  /** These ended runs were forgotten. */
  readonly onDidClear = this.#cleared.event;

  constructor(server: Server) {
    this.#subscriptions = [
      server.onRunStarted((run) => {
        this.#active.set(run.run, run);
        this.#setContext();
        this.#started.fire(run);
      }),
      server.onRunWarning((warning) => {
        const run = this.#active.get(warning.run);
        if (run === undefined) return;
        this.#deadlocked.add(run.run);
        this.#setContext();
        this.#warned.fire({ ...run, ...warning });
      }),
      server.onRunEnded((ended) => {
        this.#active.delete(ended.run);
        this.#ended.set(ended.run, ended);
        this.#setContext();
        this.#endedEmitter.fire(ended);
      }),
      server.onDidChangeState((state) => {
        if (state !== 'running') this.#lose();
      }),
    ];
    this.#setContext();
  }

  /** Newest first. */
  active(): RunStarted[] {
    return [...this.#active.values()].reverse();
  }

  isActive(run: RunId): boolean {
    return this.#active.has(run);
  }

  /** Active and ended, newest first. */
  all(): RunStarted[] {
    return [...this.#active.values(), ...this.#ended.values()].sort((a, b) => b.run - a.run);
  }

  find(run: RunId | undefined): RunStarted | undefined {
    return run === undefined ? undefined : (this.#active.get(run) ?? this.#ended.get(run));
  }

  /** How that run ended; undefined where it has not, or is forgotten. */
  ended(run: RunId): RunEnded | undefined {
    return this.#ended.get(run);
  }

  /** Those in which threads wait, or waited at the end, for each other; newest first. */
  deadlocked(): RunStarted[] {
    return this.all().filter(({ run }) => this.#deadlocked.has(run));
  }

  /** After the server has forgotten the ended runs. */
  forgetEnded(): void {
    const gone = [...this.#ended.keys()];
    this.#ended.clear();
    for (const run of gone) this.#deadlocked.delete(run);
    this.#setContext();
    this.#cleared.fire(gone);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const emitter of [this.#started, this.#warned, this.#endedEmitter, this.#lost, this.#cleared]) emitter.dispose();
  }

  /** Run numbers begin anew with a new server, so the ended runs go as well. */
  #lose(): void {
    const lost = this.active();
    this.#active.clear();
    this.#deadlocked.clear();
    this.forgetEnded();
    if (lost.length > 0) this.#lost.fire(lost);
  }

  #setContext(): void {
    void commands.executeCommand('setContext', 'threadbook.hasActiveRun', this.#active.size > 0);
    void commands.executeCommand('setContext', 'threadbook.hasEndedRuns', this.#ended.size > 0);
    void commands.executeCommand('setContext', 'threadbook.hasDeadlock', this.#deadlocked.size > 0);
    void commands.executeCommand('setContext', 'threadbook.hasRuns', this.#active.size + this.#ended.size > 0);
  }
}
