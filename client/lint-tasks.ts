// The task `threadbook: lint`: the command line's lint over a folder, with its findings in the Problems (problem matcher $threadbook).
// It is the same engine as in the editor; this starts it, shows what it says, and stops it.
import { fork, type ChildProcess } from 'node:child_process';
import { CustomExecution, EventEmitter, l10n, Task, TaskGroup, tasks, workspace, type Disposable, type Pseudoterminal, type TaskDefinition, type WorkspaceFolder } from 'vscode';

/** As in the manifest. */
const type = 'threadbook';

interface LintTask extends TaskDefinition {
  task: 'lint';
  /** What follows `threadbook lint`; the whole folder where it is missing. */
  arguments?: string[];
}

/** `program` is the absolute path of the command line's bundle. */
export function provideLintTasks(program: string): Disposable {
  return tasks.registerTaskProvider(type, {
    provideTasks: () => (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map((folder) => lintTask({ type, task: 'lint' }, folder, program)),
    // Somebody's tasks.json names it: the definition has to stay as it stands there.
    resolveTask({ definition, scope }) {
      const folder = typeof scope === 'object' ? scope : workspace.workspaceFolders?.[0];
      return definition['task'] === 'lint' && folder ? lintTask(definition as LintTask, folder, program) : undefined;
    },
  });
}

function lintTask(definition: LintTask, folder: WorkspaceFolder, program: string): Task {
  const { arguments: given = ['.'] } = definition;
  const task = new Task(definition, folder, 'lint', type, new CustomExecution(async () => new LintTerminal(program, given.map(String), folder.uri.fsPath)), '$threadbook');
  task.group = TaskGroup.Test;
  task.detail = l10n.t('Warn of possible deadlocks in all files of the folder');
  return task;
}

/** A terminal that the lint writes into. Ctrl+C and closing it end the lint. */
class LintTerminal implements Pseudoterminal {
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  readonly #command: [program: string, given: string[], folder: string];
  #lint: ChildProcess | undefined;
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(...command: [program: string, given: string[], folder: string]) {
    this.#command = command;
  }

  open(): void {
    const [program, given, cwd] = this.#command;
    const write = (text: string): void => this.#written.fire(text.replaceAll(/\r?\n/g, '\r\n'));
    write(`threadbook lint ${given.join(' ')}\n\n`);
    // `fork` runs the editor's own Node. What debugs the extension does not debug this.
    this.#lint = fork(program, ['lint', ...given], { cwd, silent: true, execArgv: [] });
    for (const stream of [this.#lint.stdout, this.#lint.stderr]) stream?.setEncoding('utf8').on('data', write);
    this.#lint.on('error', (error) => write(`${error.message}\n`));
    this.#lint.on('close', (code) => this.#closed.fire(code ?? 130));
  }

  close(): void {
    this.#lint?.kill();
  }

  handleInput(typed: string): void {
    if (typed === '\x03') this.close();
  }
}
