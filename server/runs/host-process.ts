// One child process of its own process group that speaks the host's messages. Starts it, checks what it says, and ends it for sure.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromHost, ToHost } from '../../recipes/host/messages.js';
import { checkMessage } from './check-message.js';

export interface HostProcess {
  readonly pid: number;
  send(message: ToHost): void;
  /** Signals the whole group; does nothing once the process has exited. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Settles once, when the process has exited and all of its messages have been handled. */
  readonly exited: Promise<HostExit>;
}

export interface HostExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of what the process itself (not its threads) wrote to stderr: engine crashes. */
  stderr: string;
  /** Why the process could not be started, or was killed for saying something that is not a message. */
  problem?: string;
}

const stderrKept = 8_192;

/** Beside the host: what a recipe of the user may import. */
const ownRecipeHooks = 'own-recipe-hooks.js';

/** `hostPath`: the host's entry file. `own`: whether it is to load a recipe of the user. */
export function startHost(hostPath: string, own: boolean, onMessage: (message: FromHost) => void): HostProcess {
  // A host and its threads; TypeScript is read by Node itself, which would say at each start that this is new.
  const flags = own ? ['--disable-warning=ExperimentalWarning', '--import', pathToFileURL(join(dirname(hostPath), ownRecipeHooks)).href] : [];
  const child = spawn(process.execPath, [...flags, hostPath], { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: environment() });
  let stderr = '';
  let problem: string | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  const host: HostProcess = {
    pid: child.pid ?? 0,
    send(message) {
      if (child.connected) child.send(message, () => undefined); // The exit reports a failed send.
    },
    signal(signal) {
      if (child.exitCode === null && child.signalCode === null) signalGroup(child, signal);
    },
    exited: new Promise((resolve) => {
      let settled = false;
      const settle = (exit: Omit<HostExit, 'stderr' | 'problem'>) => {
        if (settled) return;
        settled = true;
        signalGroup(child, 'SIGKILL'); // Whatever it started and left behind in its group.
        resolve({ ...exit, stderr, problem });
      };
      child.on('error', (error) => {
        problem ??= error.message;
        if (child.pid === undefined) settle({ code: null, signal: null });
      });
      child.on('close', (code, signal) => settle({ code, signal })); // After the pipes and the channel have been read to their ends.
      // A grandchild may keep stderr open for ever, then `close` does not come. The channel is the host's alone: its end comes, but a busy reader may take
      // long to get there, and what the run has said last must not be lost.
      child.on('exit', (code, signal) => {
        const leave = (): unknown => setTimeout(() => settle({ code, signal }), 200).unref();
        if (child.connected) child.once('disconnect', leave);
        else leave();
      });
    }),
  };
  child.on('message', (message: unknown) => {
    const checked = checkMessage(message);
    if ('kind' in checked) return onMessage(checked);
    problem ??= `The run's process sent ${checked.problem}.`;
    host.signal('SIGKILL');
  });
  return host;
}

/** Without what an editor or a debugger put there for its own processes. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && name !== 'NODE_CHANNEL_FD' && !name.startsWith('VSCODE_'));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // ESRCH: nobody is left.
  }
}
