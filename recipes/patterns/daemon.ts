// A Unix daemon: a process that outlives who started it. Started by two processes, known by its pid file, stopped by SIGTERM.
// The classic program forks twice; Node cannot fork itself, so each of the two steps is a new process that calls `becomeDaemon`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface DaemonFiles {
  name: string;
  /** Where the other two are. */
  folder: string;
  /** First line the pid, second line what tells this process from a later one with the same pid. */
  pid: string;
  /** Standard output and standard error. */
  log: string;
}

export type DaemonStatus =
  /** `since`: milliseconds since the epoch. */
  | { state: 'running'; pid: number; since: number }
  /** Its pid file is there and it is not: it was killed. */
  | { state: 'stale'; pid: number }
  | { state: 'stopped' };

/** Where a user's daemons have their files. Only the user may read them. */
export function daemonFiles(name: string, directory = join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'threadbook', 'daemons')): DaemonFiles {
  if (!/^[\w-]{1,60}$/.test(name)) throw new RangeError(`“${name}” is no name for a daemon: use letters, digits, - and _.`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return { name, folder: directory, pid: join(directory, `${name}.pid`), log: join(directory, `${name}.log`) };
}

export function daemonStatus(files: DaemonFiles): DaemonStatus {
  const text = readIfThere(files.pid);
  if (text === undefined) return { state: 'stopped' };
  const [first = '', born] = text.split('\n');
  const pid = Number(first);
  if (!(pid > 0)) return { state: 'stale', pid: 0 };
  if (birthOf(pid) !== born) return { state: 'stale', pid };
  const since = statSync(files.pid, { throwIfNoEntry: false })?.mtimeMs;
  return since === undefined ? { state: 'stopped' } : { state: 'running', pid, since }; // It may end between two looks at its file.
}

/**
 * Starts `node`, which loads `module` and calls its export `entry` with `args`; that one calls `becomeDaemon` with the same files.
 * Settles with the pid when the daemon has its pid file and runs. Throws where one runs already, or with the reason of the failure.
 */
export async function startDaemon(files: DaemonFiles, module: string, entry: string, args: string[]): Promise<number> {
  const status = daemonStatus(files);
  if (status.state === 'running') throw alreadyRunning(files, status.pid);
  const log = openSync(files.log, 'a', 0o600);
  const command = ['--eval', `import(process.argv[1]).then((module) => module[${JSON.stringify(entry)}](...process.argv.slice(2)))`, module, ...args];
  // `detached` makes a session of its own, without a terminal, with the new process as its leader.
  const leader = spawn(process.execPath, command, { detached: true, cwd: '/', stdio: ['ignore', log, log, 'pipe'], env: { ...process.env, THREADBOOK_DAEMON: 'leader' } });
  closeSync(log);
  await once(leader, 'spawn');
  leader.unref();
  let report = '';
  for await (const piece of leader.stdio[3] as Readable) report += String(piece); // Ends when the daemon closes it, or dies.
  const pid = /^ready (\d+)$/m.exec(report)?.[1];
  if (pid === undefined) throw new Error(report.trim() || `${files.name} did not start; ${files.log} may say why.`);
  return Number(pid);
}

/**
 * In the new process. The first time it starts the second one and exits: that one is in the new session, but not its leader, so that it can never get a
 * terminal again. There `program` runs until it returns, or SIGTERM aborts its signal. Never returns before.
 */
export async function becomeDaemon(files: DaemonFiles, program: (signal: AbortSignal) => Promise<void>): Promise<void> {
  if (process.env.THREADBOOK_DAEMON === 'leader') {
    spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { stdio: ['ignore', 1, 2, 3], env: { ...process.env, THREADBOOK_DAEMON: 'daemon' } }).unref();
    process.exit(0);
  }
  process.umask(0);
  process.title = `threadbook-${files.name}`;
  const terminated = new AbortController();
  process.on('SIGTERM', () => terminated.abort()); // Before there is a pid file: the signal's default would leave it behind.
  try {
    claimPidFile(files);
  } catch (error) {
    writeSync(3, (error as Error).message);
    process.exit(1);
  }
  // Also after an uncaught exception. After SIGKILL nobody does, and the file is stale.
  process.on('exit', () => rmSync(files.pid, { force: true }));
  writeSync(3, `ready ${process.pid}\n`);
  closeSync(3);
  await program(terminated.signal);
  process.exit(0);
}

/** SIGTERM, then waits until it is gone. Throws where none runs, and where it is still there after `patienceMs`. */
export async function stopDaemon(files: DaemonFiles, patienceMs = 10_000): Promise<number> {
  const status = daemonStatus(files);
  if (status.state !== 'running') throw new Error(`${files.name} does not run.`);
  process.kill(status.pid, 'SIGTERM');
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    const now = daemonStatus(files);
    if (now.state !== 'running' || now.pid !== status.pid) return status.pid;
    await new Promise((resolve) => setTimeout(resolve, 20)); // It is no child of ours: there is nothing to wait on.
  }
  throw new Error(`${files.name} (pid ${status.pid}) did not end within ${patienceMs} ms of SIGTERM. kill -KILL ${status.pid} ends it for sure.`);
}

/** Of several that start at the same time, exactly one can give its file the name; nobody sees the file before it has its content. */
function claimPidFile(files: DaemonFiles): void {
  const own = `${files.pid}.${process.pid}.new`;
  writeFileSync(own, `${process.pid}\n${birthOf(process.pid)}\n`, { mode: 0o644 });
  try {
    for (let tries = 0; tries < 10; tries++) {
      try {
        return linkSync(own, files.pid);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const status = daemonStatus(files);
      if (status.state === 'running') throw alreadyRunning(files, status.pid);
      if (status.state === 'stale') removeStale(files, status.pid);
    }
    throw new Error(`${files.pid} could not be created: others create and remove it all the time.`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves the stale file away and looks again before it deletes it: meanwhile another may have put its own there, which then goes back. */
function removeStale(files: DaemonFiles, pid: number): void {
  const aside = `${files.pid}.${process.pid}.old`;
  try {
    renameSync(files.pid, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (daemonStatus({ ...files, pid: aside }).state === 'running') {
    linkSync(aside, files.pid);
    rmSync(aside);
    return;
  }
  rmSync(aside, { force: true });
  process.stdout.write(`${new Date().toISOString()} recovered the pid file of ${pid}, which was killed\n`);
}

/** What is the same as long as a process lives and different in any later process of that pid; undefined where there is none, or only its remains. */
function birthOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readIfThere(`/proc/${pid}/stat`);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields === undefined || fields[0] === 'Z' ? undefined : fields[19];
  }
  const { stdout, error } = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  if (error) throw error;
  const [state = '', ...born] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : born.join(' ');
}

function alreadyRunning(files: DaemonFiles, pid: number): Error {
  return new Error(`${files.name} runs already, as process ${pid}.`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
