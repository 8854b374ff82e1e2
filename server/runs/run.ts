// One run: a host process from its start to its outcome. Stops it politely first, then with SIGTERM, then with SIGKILL.
import type { FromHost, HistoryEvent, ParameterSpecs, ParameterValues, StateChange, ThreadEnding } from '../../recipes/host/messages.js';
import type { Outcome, OutputChunk } from '../protocol.js';
import { startHost, type HostExit } from './host-process.js';

export interface RunRequest {
  hostPath: string;
  /** Its id; the path of its file where it is the user's `own`. */
  recipe: string;
  own: boolean;
  /** Checked values. */
  parameters: ParameterValues<ParameterSpecs>;
  readsInput: boolean;
  /** MB of memory for the whole process. */
  memoryLimit: number;
  /** Seconds; 0 for none. */
  timeLimit: number;
  /** Bytes; 0 for none. */
  outputLimit: number;
}

export interface RunListener {
  state(change: StateChange): void;
  history(events: HistoryEvent[], dropped: number): void;
  /** The threads that print wait while the promise is pending and the buffers on the way are full. */
  output(chunks: OutputChunk[]): void | Promise<void>;
}

export interface Run {
  readonly pid: number;
  readonly ended: Promise<Outcome>;
  /** What the user types, for a recipe that reads input; `end`: nothing will follow. Answers when there is room for more, or the run has ended. */
  input(lines: string[], end: boolean): Promise<void>;
  /** Answers when the run has ended, at most about 2 s later. */
  stop(): Promise<Outcome>;
  /** The same, with this outcome: its threads wait for each other. */
  stopDeadlocked(cycle: string): Promise<Outcome>;
}

/** Between two steps of a stop. */
const patienceMs = 1_000;

export function startRun(request: RunRequest, listener: RunListener): Run {
  /** Why we are ending it; what it reports afterwards does not change the outcome. */
  let reason: Outcome | undefined;
  let ending: ThreadEnding | undefined;
  let memory: number | undefined;

  let begin: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  /** One for each message of input on its way. */
  const inputWaits: (() => void)[] = [];

  const host = startHost(request.hostPath, request.own, (message) => handle(message));

  function handle(message: FromHost): void {
    switch (message.kind) {
      case 'ready':
        host.send({ kind: 'run', recipe: request.recipe, parameters: request.parameters, readsInput: request.readsInput, memoryLimit: request.memoryLimit, outputLimit: request.outputLimit });
        begin();
        return;
      case 'state':
        return listener.state(message);
      case 'history':
        return listener.history(message.events, message.dropped);
      case 'output':
        void Promise.resolve(listener.output(message.chunks)).finally(() => host.send({ kind: 'output-taken', bytes: message.bytes }));
        return;
      case 'input-taken':
        for (const taken of inputWaits.splice(0, message.messages)) taken();
        return;
      case 'memory-limit':
        memory = message.megabytes;
        return;
      case 'ended':
        ending = message.ending;
        return;
      case 'catalog':
        return; // Not asked for.
      default:
        message satisfies never;
    }
  }

  const timer = request.timeLimit > 0 ? setTimeout(() => void end({ kind: 'timed-out', seconds: request.timeLimit }), request.timeLimit * 1_000) : undefined;

  const ended = host.exited.then((exit): Outcome => {
    clearTimeout(timer);
    for (const taken of inputWaits.splice(0)) taken();
    if (memory !== undefined) return { kind: 'out-of-memory', message: `the process used ${memory} MB, its limit is ${request.memoryLimit} MB` };
    return reason ?? outcomeOf(ending, exit);
  });

  async function end(why: Outcome): Promise<Outcome> {
    if (reason) return ended;
    reason = why;
    const steps = [
      { by: 'request', act: () => host.send({ kind: 'interrupt' }) },
      { by: 'SIGTERM', act: () => host.signal('SIGTERM') },
      { by: 'SIGKILL', act: () => host.signal('SIGKILL') },
    ] as const;
    for (const { by, act } of steps) {
      act();
      if (why.kind === 'stopped') reason = { kind: 'stopped', by };
      if (by === 'SIGKILL' || (await settlesWithin(ended, patienceMs))) break;
    }
    return ended;
  }

  return {
    pid: host.pid,
    ended,
    async input(lines, end) {
      await Promise.race([begun, ended]);
      const taken = new Promise<void>((resolve) => inputWaits.push(resolve));
      host.send({ kind: 'input', lines, end });
      await Promise.race([taken, ended]);
    },
    stop: () => end({ kind: 'stopped', by: 'request' }),
    stopDeadlocked: (cycle) => end({ kind: 'deadlocked', cycle }),
  };
}

function outcomeOf(ending: ThreadEnding | undefined, exit: HostExit): Outcome {
  switch (ending?.how) {
    case 'returned':
      return { kind: 'completed' };
    case 'raised':
      return { kind: 'raised', message: ending.message, stack: ending.stack };
    case 'exited':
      return { kind: 'exited', code: ending.code };
    case 'out-of-memory':
      return { kind: 'out-of-memory', message: 'the main thread used up its heap' };
    case 'killed':
      return { kind: 'stopped', by: 'request' };
    case undefined:
      break;
    default:
      return ending satisfies never;
  }
  if (/heap out of memory|allocation failed/i.test(exit.stderr)) return { kind: 'out-of-memory', message: 'the process used up its heap' };
  if (exit.problem) return { kind: 'crashed', signal: exit.signal ?? 'none', message: exit.problem };
  if (exit.signal) return { kind: 'crashed', signal: exit.signal, message: lastLine(exit.stderr) || 'killed from outside' };
  if (exit.stderr.trim()) return { kind: 'crashed', signal: `exit code ${exit.code}`, message: lastLine(exit.stderr) };
  return { kind: 'exited', code: exit.code ?? 0 };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
