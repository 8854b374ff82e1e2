// What a host process does: lists a catalogue, or runs one recipe of it and reports. Its thread never blocks; the recipe's threads may.
import { performance } from 'node:perf_hooks';
import { PollableQueue, startSupervisor } from '../threading/index.js';
import type { ThreadEnding } from '../threading/vocabulary.js';
import { loadCatalog } from './load-catalog.js';
import { createInputChannel, type InputChannel } from './input-channel.js';
import type { FromHost, ToHost } from './messages.js';
import { describeOwnRecipe } from './own-recipe.js';
import { createOutputChannel } from './output-channel.js';
import { runRecipe } from './run-recipe.js';
import { createSampler } from './sampler.js';
import { resolveEvent, resolveEnding } from './source-frames.js';

const betweenSamplesMs = 20;
/**
 * Events that a run may tell: so many at once, and after that so many a sample (10,000 a second); more are counted as dropped. A program that takes locks
 * a million times a second would otherwise pay for being watched with a fifth of its speed.
 */
const historyAtOnce = 20_000;
const historyPerSample = 200;

type RunMessage = Extract<ToHost, { kind: 'run' }>;

/** `catalogUrl`: a module that exports `catalog` and `sections`. Waits for the server's messages. */
export function runHost(catalogUrl: string): void {
  let interrupt = () => {};
  let outputTaken = (_bytes: number) => {};
  let input: InputChannel | undefined;
  process.on('message', (message: ToHost) => {
    switch (message.kind) {
      case 'catalog':
        void (message.own === undefined ? loadCatalog(catalogUrl) : describeOwnRecipe(message.own).then((recipe) => [recipe])).then((recipes) => leaveWith({ kind: 'catalog', recipes }));
        return;
      case 'run':
        ({ interrupt, outputTaken, input } = run(catalogUrl, message));
        return;
      case 'input':
        return input?.type(message.lines, message.end);
      case 'interrupt':
        return interrupt();
      case 'output-taken':
        return outputTaken(message.bytes);
      default:
        message satisfies never;
    }
  });
  // Without its server a run is nobody's: everything that it started goes with it.
  process.on('disconnect', () => (process.platform === 'win32' ? process.exit(1) : process.kill(-process.pid, 'SIGKILL')));
  process.on('SIGTERM', () => process.exit(143));
  send({ kind: 'ready' });
}

interface Running {
  interrupt(): void;
  outputTaken(bytes: number): void;
  input?: InputChannel;
}

function run(catalogUrl: string, { recipe, parameters, readsInput, memoryLimit, outputLimit }: RunMessage): Running {
  const output = createOutputChannel({
    limit: outputLimit,
    send,
    pause: () => supervisor.pauseOutput(),
    resume: () => supervisor.resumeOutput(),
  });
  let allEnded: () => void;
  const idle = new Promise<void>((resolve) => (allEnded = resolve));
  const supervisor = startSupervisor({
    onOutput: (thread, text) => output.print(thread, text),
    onIdle: () => allEnded(),
  });
  const lines = readsInput ? new PollableQueue<string>(0, { name: 'input' }) : undefined;
  const input = lines && createInputChannel(lines, send);
  const main = supervisor.start(runRecipe, { args: [catalogUrl, recipe, parameters, lines], name: 'MainThread' });

  const sampler = createSampler(main.id, () => (input?.open ? lines?.id : undefined));
  let historyLeft = historyAtOnce;
  let droppedBefore = 0;
  const busy = busyShare();
  const report = () => {
    send({ ...sampler.next(supervisor.sample()), ...busy() });
    input?.acknowledge();
    const { events, dropped } = supervisor.drainHistory(historyLeft);
    historyLeft = Math.min(historyAtOnce, historyLeft - events.length + historyPerSample);
    if (events.length > 0 || dropped > droppedBefore) send({ kind: 'history', events: events.map(resolveEvent), dropped });
    droppedBefore = dropped;
  };
  const sampling = setInterval(() => {
    report();
    const megabytes = Math.round(process.memoryUsage.rss() / 1024 / 1024);
    if (megabytes > memoryLimit) leaveWith({ kind: 'memory-limit', megabytes });
  }, betweenSamplesMs);

  let interrupted = false;
  void main.ended.then(async (ending: ThreadEnding) => {
    report(); // What it made is still there, and goes with its worker.
    if (!interrupted) await idle; // Threads that nobody joined, and that are no daemons, keep the program going.
    clearInterval(sampling);
    report();
    await supervisor.terminateAll();
    supervisor.flushOutput();
    output.close();
    leaveWith({ kind: 'ended', ending: resolveEnding(ending) });
  });

  return {
    interrupt() {
      interrupted = true;
      supervisor.interruptMain();
    },
    outputTaken: (bytes) => output.taken(bytes),
    input,
  };
}

/** How much of a core this thread has used, anew each second. */
function busyShare(): () => { busy?: number } {
  let began = performance.now();
  let used = usedMs();
  let last: { busy?: number } = {};
  return () => {
    const length = performance.now() - began;
    if (length >= 1_000) {
      const now = usedMs();
      last = { busy: Math.round(((now - used) / length) * 1_000) / 1_000 };
      [began, used] = [began + length, now];
    }
    return last;
  };
}

/** Milliseconds that this thread has computed; where Node cannot tell, those in which it did not sleep. */
function usedMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (!threadCpuUsage) return performance.eventLoopUtilization().active;
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1_000;
}

function send(message: FromHost): void {
  if (process.connected) process.send!(message);
}

/** The last message; the process exits when it is on its way. */
function leaveWith(message: FromHost): void {
  process.send!(message, () => process.exit(0));
}
