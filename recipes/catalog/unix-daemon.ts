// A daemon with start, stop, status, restart and log. It is a process of its own and outlives the run, the editor and the terminal.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { becomeDaemon, daemonFiles, daemonStatus, startDaemon, stopDaemon, type DaemonFiles } from '../patterns/daemon.js';
import { defineRecipe } from '../recipe.js';
import { print } from '../threading/index.js';

/** What the daemon's process calls. */
export async function clockDaemon(name: string, directory: string, everyMs: string): Promise<void> {
  await becomeDaemon(daemonFiles(name, directory || undefined), (terminated) => clock(Number(everyMs), terminated));
}

/** The daemon's work. It writes to standard output, which is its log. */
async function clock(everyMs: number, terminated: AbortSignal): Promise<void> {
  const log = (text: string) => void process.stdout.write(`${new Date().toISOString()} ${text}\n`);
  log(`the clock runs as process ${process.pid} in ${process.cwd()}`);
  let ticks = 0;
  const timer = setInterval(() => log(`tick ${++ticks}`), everyMs);
  await new Promise((resolve) => terminated.addEventListener('abort', resolve));
  clearInterval(timer);
  log(`terminated after ${ticks} ticks`);
}

const actions = {
  async start(files: DaemonFiles, directory: string, every: number) {
    print(`started, process ${await startDaemon(files, import.meta.url, 'clockDaemon', [files.name, directory, String(every)])}`);
  },
  async stop(files: DaemonFiles) {
    print(`stopped, process ${await stopDaemon(files)}`);
  },
  async status(files: DaemonFiles) {
    const status = daemonStatus(files);
    switch (status.state) {
      case 'running':
        return print(`running, process ${status.pid}, for ${Math.round((Date.now() - status.since) / 1_000)} s`);
      case 'stale':
        return print(`process ${status.pid} was killed and has left its pid file; the next start removes it`);
      case 'stopped':
        return print('not running');
      default:
        status satisfies never;
    }
  },
  async restart(files: DaemonFiles, directory: string, every: number) {
    if (daemonStatus(files).state === 'running') await actions.stop(files);
    await actions.start(files, directory, every);
  },
  async log(files: DaemonFiles) {
    for (const line of readFileSync(files.log, 'utf8').trimEnd().split('\n').slice(-20)) print(`log: ${line}`);
  },
};

/** All of them, in a place of its own; nothing is left. */
async function tour(name: string, every: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'threadbook-daemon-'));
  const files = daemonFiles(name, directory);
  try {
    await actions.start(files, directory, every);
    await actions.start(files, directory, every).catch((error: Error) => print(`a second start: ${error.message}`));
    await actions.restart(files, directory, every);
    const status = daemonStatus(files);
    if (status.state === 'running') process.kill(status.pid, 'SIGKILL');
    while (daemonStatus(files).state === 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    await actions.status(files);
    await actions.start(files, directory, every);
    await new Promise((resolve) => setTimeout(resolve, every * 3));
    await actions.status(files);
    await actions.stop(files);
    await actions.log(files);
    await actions.status(files);
  } finally {
    if (daemonStatus(files).state === 'running') await stopDaemon(files);
    rmSync(directory, { recursive: true, force: true });
  }
}

export const recipe = defineRecipe({
  section: '12.14',
  title: 'A daemon on Unix',
  story: 'Start, stop, status, restart and log of a process that survives the editor closing.',
  doc: [
    'A daemon must not depend on who starts it: it has a session and a process group of its own, no terminal and, thanks to a second process in between, no way to get one; it works in `/`, with umask 0, and its standard streams lead to files.',
    'Its pid file is created exclusively, so that a second start is refused, and removed at the end. After a SIGKILL it is stale: the number in it may belong to another process by then, so the file also says when the daemon was born.',
    'In the sidebar the run ends while its daemon lives on: look with `ps -o pid,ppid,pgid,sid,tty,args`, and end it with `kill` or with the action stop.',
    'The action `tour` shows everything and leaves nothing behind. A process that is merely started in the background dies with the terminal that it came from.',
    'On Windows there are no sessions and no SIGTERM; a program of this kind is a service there.',
  ].join(' '),
  parameters: {
    action: { type: 'choice', default: 'tour', choices: ['tour', 'start', 'stop', 'status', 'restart', 'log'], help: 'What to do; the tour does all of it and cleans up.' },
    name: { type: 'text', default: 'clock', pattern: '[A-Za-z0-9_-]{1,60}', help: 'The daemon’s name, for its files; one of each name can run.' },
    every: { type: 'integer', default: 1_000, minimum: 10, maximum: 3_600_000, help: 'Milliseconds between two lines in the daemon’s log.' },
    directory: { type: 'text', default: '', help: 'Absolute path of the folder for pid file and log; empty for a folder of yours: ~/.local/state/threadbook/daemons.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { every: 50 },
    lines: {
      MainThread: [
        'started, process *', 'a second start: clock runs already, as process *.', 'stopped, process *', 'started, process *',
        'process * was killed and has left its pid file; the next start removes it', 'started, process *', 'running, process *, for * s', 'stopped, process *',
        'log: * the clock runs as process * in /', '...', 'log: * recovered the pid file of *, which was killed', '...', 'log: * tick 1', '...', 'log: * terminated after * ticks', 'not running',
      ],
    },
  },
  async main({ action, name, every, directory }) {
    if (process.platform === 'win32') {
      print('Windows has no process groups, sessions and SIGTERM to build a daemon on: a program that is to run without a user is a service there (sc create, or a task of the Task Scheduler).');
      return;
    }
    if (action === 'tour') return tour(name, every);
    const files = daemonFiles(name, directory || undefined);
    await actions[action as keyof typeof actions](files, directory, every);
  },
});
