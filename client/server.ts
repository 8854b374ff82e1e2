// The language server as the client sees it: started when first needed, restarted when it dies, the contract of server/protocol.ts as typed methods.
// It must not know what the rows or the runs mean.
import { EventEmitter, l10n, window, workspace, type CancellationToken, type Disposable, type LogOutputChannel, type Uri } from 'vscode';
import type { CloseHandlerResult, LanguageClient } from 'vscode-languageclient/node';
import {
  methods,
  type CatalogEntry,
  type CheckParameter,
  type DeadlockReport,
  type ExportTrace,
  type InitializationOptions,
  type OwnRecipeFiles,
  type PageUpdate,
  type LivePlaces,
  type RecipeTested,
  type Refusal,
  type RowsPatch,
  type RowsSnapshot,
  type RunEnded,
  type RunId,
  type RunInput,
  type RunOutput,
  type RunStarted,
  type RunWarning,
  type SaveRecording,
  type StartRun,
  type TestRecipe,
  type ViewId,
  type WatchRun,
} from '../server/protocol.js';
import { RestartPolicy, restartLimit } from './restart-policy.js';

/** `stopped`: nobody has needed it yet. `failed`: it died too often or could not start; only a person's action starts it again. */
export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

/** The languages that lint reads. The manifest's activation events list the same. */
export const languages = ['python', 'typescript', 'javascript', 'typescriptreact', 'javascriptreact'];

/** The server said no for a reason that the user can act upon; the message is for people. */
export class RefusedError extends Error {}

/** How long a server that is asked to go may take: longer than it needs to stop its runs by force. */
const goodbyeMs = 4_000;

export class Server implements Disposable {
  readonly #module: string;
  readonly #storage: string | undefined;
  readonly #log: LogOutputChannel;
  readonly #policy = new RestartPolicy();
  #client: LanguageClient | undefined;
  #connected: Promise<LanguageClient> | undefined;
  #state: ServerState = 'stopped';

  readonly #stateChanged = new EventEmitter<ServerState>();
  readonly #rowsPatched = new EventEmitter<RowsPatch>();
  readonly #pageUpdated = new EventEmitter<PageUpdate>();
  readonly #runStarted = new EventEmitter<RunStarted>();
  readonly #runOutput = new EventEmitter<RunOutput>();
  readonly #runWarned = new EventEmitter<RunWarning>();
  readonly #runEnded = new EventEmitter<RunEnded>();
  readonly #livePlaces = new EventEmitter<LivePlaces>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly onRowsPatch = this.#rowsPatched.event;
  readonly onPageUpdate = this.#pageUpdated.event;
  readonly onRunStarted = this.#runStarted.event;
  readonly onRunOutput = this.#runOutput.event;
  readonly onRunWarning = this.#runWarned.event;
  readonly onRunEnded = this.#runEnded.event;
  readonly onLivePlaces = this.#livePlaces.event;

  /** `module` is the absolute path of the server's bundle, `storage` a folder of this workspace's in which the server may keep things. Nothing is started here. */
  constructor(module: string, storage: Uri | undefined, log: LogOutputChannel) {
    this.#module = module;
    this.#storage = storage?.scheme === 'file' ? storage.fsPath : undefined;
    this.#log = log;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Starts the server unless it is running. Rejects where it cannot start. */
  async start(): Promise<void> {
    await this.#connection();
  }

  /** For a person who asks: the deaths so far are forgotten. */
  async restart(): Promise<void> {
    this.#policy.forget();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#connected = undefined;
    this.#setState('stopped');
    // Not `stop()`: a client that failed half-way may be in a state that refuses to stop, and dispose copes with every state.
    await client?.dispose(goodbyeMs).catch((error: unknown) => this.#log.error('Stopping the server failed', error as Error));
  }

  catalog(): Promise<CatalogEntry[]> {
    return this.#request(methods.catalog);
  }

  /** What is wrong with the text of a parameter; null where it is fine. */
  checkParameter(parameter: CheckParameter): Promise<string | null> {
    return this.#request(methods.checkParameter, parameter);
  }

  /** Rejects with a RefusedError where the server refuses. */
  async startRun(run: StartRun): Promise<RunStarted> {
    const answer = await this.#request<RunStarted | Refusal>(methods.startRun, run);
    if ('run' in answer) return answer;
    throw new RefusedError(answer.message);
  }

  /** Gives a run what was typed. Resolves when there is room for more. */
  async runInput(input: RunInput): Promise<void> {
    await this.#request(methods.runInput, input);
  }

  /** Resolves when the run has ended. */
  async stopRun(run: RunId): Promise<void> {
    await this.#request(methods.stopRun, { run });
  }

  /** A cancelled test resolves as well, when its run has been stopped. Rejects with a RefusedError where the server refuses. */
  async testRecipe(recipe: string, token: CancellationToken): Promise<RecipeTested> {
    const client = await this.#connection();
    const answer = await client.sendRequest<RecipeTested | Refusal>(methods.testRecipe, { recipe } satisfies TestRecipe, token);
    if ('differences' in answer) return answer;
    throw new RefusedError(answer.message);
  }

  async clearRuns(): Promise<void> {
    await this.#request(methods.clearRuns);
  }

  /** As it is now; null where no threads of the run wait for each other. */
  deadlockReport(run: RunId): Promise<DeadlockReport | null> {
    return this.#request(methods.deadlockReport, { run });
  }

  /** Whether `onLivePlaces` is wanted. For a running server only; one that starts later has to be told then. */
  async showLivePlaces(shown: boolean): Promise<void> {
    if (this.#state === 'running') await this.#client?.sendNotification(methods.showLivePlaces, { shown });
  }

  rows(view: ViewId): Promise<RowsSnapshot> {
    return this.#request(methods.rows, { view });
  }

  /** A page of a run has come into sight: its updates come from now on. Rejects with a RefusedError where the server does not know the run. */
  async watchRun(watch: WatchRun): Promise<void> {
    await this.#accepted(methods.watchRun, watch);
  }

  /** Rejects with a RefusedError where the recording is gone or the file cannot be written. */
  async saveRecording(save: SaveRecording): Promise<void> {
    await this.#accepted(methods.saveRecording, save);
  }

  /** Rejects with a RefusedError where there is no such recording, it cannot be read, or the trace cannot be written. */
  async exportTrace(trace: ExportTrace): Promise<void> {
    await this.#accepted(methods.exportTrace, trace);
  }

  async unwatchRun(watch: WatchRun): Promise<void> {
    if (this.#state === 'running') await this.#client?.sendNotification(methods.unwatchRun, watch);
  }

  /** Tells a running server that trust was granted; one that starts later learns it at `initialize`. */
  async trustGranted(): Promise<void> {
    if (this.#state === 'running') await this.#client?.sendNotification(methods.trust, { trusted: true });
  }

  /** The files of the user's own recipes, all of them each time. For a running server only. */
  async ownRecipes(files: OwnRecipeFiles): Promise<void> {
    if (this.#state === 'running') await this.#client?.sendNotification(methods.ownRecipes, files);
  }

  dispose(): void {
    void this.stop();
    for (const emitter of [this.#stateChanged, this.#rowsPatched, this.#pageUpdated, this.#runStarted, this.#runOutput, this.#runWarned, this.#runEnded, this.#livePlaces]) emitter.dispose();
  }

  async #request<R>(method: string, parameters?: object): Promise<R> {
    const client = await this.#connection();
    return await (parameters === undefined ? client.sendRequest<R>(method) : client.sendRequest<R>(method, parameters));
  }

  async #accepted(method: string, parameters: object): Promise<void> {
    const refusal = await this.#request<Refusal | null>(method, parameters);
    if (refusal) throw new RefusedError(refusal.message);
  }

  #connection(): Promise<LanguageClient> {
    this.#connected ??= this.#launch();
    return this.#connected;
  }

  async #launch(): Promise<LanguageClient> {
    this.#setState('starting');
    // Loaded here and not at the top, so that activation does not pay for the protocol library.
    const { LanguageClient, CloseAction, ErrorAction, State, TransportKind, RevealOutputChannelOn } = await import('vscode-languageclient/node');
    const program = { module: this.#module, transport: TransportKind.ipc };
    const client = new LanguageClient(
      'threadbook',
      'Threadbook',
      { run: program, debug: { ...program, options: { execArgv: ['--nolazy', '--inspect=6011'] } } },
      {
        documentSelector: languages.flatMap((language) => [
          { scheme: 'file', language },
          { scheme: 'untitled', language },
        ]),
        outputChannel: this.#log,
        traceOutputChannel: this.#log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: (): InitializationOptions => ({ trusted: workspace.isTrusted, texts: l10n.bundle ?? {}, ...(this.#storage !== undefined && { storage: this.#storage }) }),
        initializationFailedHandler: (error: unknown) => {
          this.#log.error('The server did not initialize', error as Error);
          return false;
        },
        errorHandler: {
          error: (error, _message, count) => {
            this.#log.error('The connection to the server has an error', error);
            return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
          },
          closed: (): CloseHandlerResult => {
            if (this.#client !== client) return { action: CloseAction.DoNotRestart, handled: true };
            if (this.#policy.allows(Date.now())) {
              this.#log.warn('The server stopped unexpectedly and is started again.');
              return { action: CloseAction.Restart, handled: true };
            }
            this.#fail(client, l10n.t('Threadbook’s server stopped {0} times within three minutes and is not started again.', restartLimit + 1));
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    this.#client = client;
    client.onNotification(methods.rowsPatch, (patch: RowsPatch) => this.#rowsPatched.fire(patch));
    client.onNotification(methods.pageUpdate, (update: PageUpdate) => this.#pageUpdated.fire(update));
    client.onNotification(methods.runStarted, (run: RunStarted) => this.#runStarted.fire(run));
    client.onNotification(methods.runOutput, (output: RunOutput) => this.#runOutput.fire(output));
    client.onNotification(methods.runWarning, (warning: RunWarning) => this.#runWarned.fire(warning));
    client.onNotification(methods.livePlaces, (places: LivePlaces) => this.#livePlaces.fire(places));
    client.onNotification(methods.runEnded, (ended: RunEnded) => this.#runEnded.fire(ended));
    client.onDidChangeState(({ newState }) => {
      if (this.#client !== client) return;
      if (newState === State.Running) this.#setState('running');
      else if (this.#state !== 'failed') this.#setState('starting');
    });
    try {
      await client.start();
    } catch (error) {
      this.#log.error('The server could not be started', error as Error);
      this.#fail(client, l10n.t('Threadbook’s server could not be started.'));
      throw error;
    }
    return client;
  }

  /** Gives up on this client and says so once. */
  #fail(client: LanguageClient, message: string): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#connected = undefined;
    this.#setState('failed');
    const restart = l10n.t('Restart Server');
    const show = l10n.t('Show Log');
    void window.showErrorMessage(message, restart, show).then(async (choice) => {
      if (choice === show) this.#log.show();
      // A failure to restart comes back here through `#launch`, which reports it.
      if (choice === restart) await this.restart().catch(() => undefined);
    });
  }

  #setState(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
