// How times, states and outcomes read. Used by the rows and by the terminal's table.
import type { ResourceSnapshot, Stack, ThreadSnapshot } from '../../recipes/host/messages.js';
import type { Outcome, Site } from '../protocol.js';
import type { RunState } from './run-state.js';
import type { Cycle } from './wait-graph.js';

/** `0.3 s`, `12 s`, `2 min 3 s`. Whole seconds where it can be: a row that changes all the time cannot be read, and its tooltip never comes up. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 1) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** `1 event`, `2,000 events`. */
export function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

export function threadName(state: RunState, id: number): string {
  return state.threads.get(id)?.name ?? `thread ${id}`;
}

export function resourceName(state: RunState, id: number): string {
  return state.resources.get(id)?.name ?? `resource ${id}`;
}

export function siteOf(stack: Stack): Site | undefined {
  const frame = stack[0];
  return frame && { file: frame.file, line: frame.line, column: frame.column };
}

/** `transfer (accounts.ts:12)`. */
export function place(frame: Stack[number]): string {
  const at = `${frame.file.slice(frame.file.lastIndexOf('/') + 1)}:${frame.line}`;
  return frame.function ? `${frame.function} (${at})` : at;
}

/** What a thread does right now, with the holder where somebody holds what it waits for. */
export function threadState(state: RunState, thread: ThreadSnapshot): string {
  const at = thread.state;
  const since = 'since' in at ? ` for ${duration(state.at - at.since)}` : '';
  switch (at.kind) {
    case 'starting':
      return 'starting';
    case 'running':
      return 'running';
    case 'in-event-loop':
      return 'in its event loop';
    case 'sleeping':
      return `sleeping, ${duration(at.until - state.at)} left`;
    case 'joining':
      return `waiting for ${threadName(state, at.thread)} to end${since}${limit(state, at.until)}`;
    case 'waiting': {
      const resource = state.resources.get(at.resource);
      return `waiting ${purpose(at.operation)} ${resourceName(state, at.resource)}${resource ? heldBy(state, resource) : ''}${since}${limit(state, at.until)}`;
    }
    case 'ended':
      return ending(at.ending);
    default:
      return at satisfies never;
  }
}

function limit(state: RunState, until: number | undefined): string {
  return until === undefined ? '' : ` (gives up in ${duration(until - state.at)})`;
}

function purpose(operation: string): string {
  switch (operation) {
    case 'put':
      return 'to put into';
    case 'get':
      return 'to get from';
    case 'join':
      return 'for all tasks of';
    case 'result':
      return 'for the result of';
    default:
      return 'for';
  }
}

function heldBy(state: RunState, resource: ResourceSnapshot): string {
  if ((resource.kind === 'Lock' || resource.kind === 'RLock') && resource.owner !== undefined) return `, held by ${threadName(state, resource.owner)},`;
  return '';
}

function ending(how: Extract<ThreadSnapshot['state'], { kind: 'ended' }>['ending']): string {
  switch (how.how) {
    case 'returned':
      return 'ended';
    case 'raised':
      return `ended with an exception: ${how.message}`;
    case 'out-of-memory':
      return 'ended: out of memory';
    case 'exited':
      return `exited with code ${how.code}`;
    case 'killed':
      return 'killed';
    default:
      return how satisfies never;
  }
}

/** `worker-1 waits for B, held by worker-2; worker-2 waits for A, held by worker-1`. */
export function cycleText(state: RunState, cycle: Cycle): string {
  return cycle.waits
    .map((wait) => {
      const waiter = threadName(state, wait.waiter);
      const holder = threadName(state, wait.waitsFor);
      return wait.resource === undefined ? `${waiter} waits for ${holder} to end` : `${waiter} waits for ${resourceName(state, wait.resource)}, held by ${holder}`;
    })
    .join('; ');
}

/** One sentence on how a run ended. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'completed':
      return 'completed';
    case 'raised':
      return `ended with an exception: ${outcome.message}`;
    case 'exited':
      return `exited with code ${outcome.code}`;
    case 'crashed':
      return `crashed (${outcome.signal}): ${outcome.message}`;
    case 'out-of-memory':
      return `ran out of memory: ${outcome.message}`;
    case 'timed-out':
      return `stopped after its time limit of ${outcome.seconds} s`;
    case 'deadlocked':
      return `deadlocked: ${outcome.cycle}`;
    case 'stopped':
      return outcome.by === 'request' ? 'stopped' : `stopped by ${outcome.by}`;
    default:
      return outcome satisfies never;
  }
}

/** Whether the run ended as its recipe says it should. `deadlock`: whether it was in one when it ended or was stopped. */
export function asExpected(expects: string, outcome: Outcome, deadlock: boolean): boolean {
  switch (expects) {
    case 'deadlocks':
      return outcome.kind === 'deadlocked' || (outcome.kind === 'stopped' && deadlock);
    case 'raises':
      return outcome.kind === 'raised';
    default:
      return outcome.kind === 'completed';
  }
}

/** What a recipe says about its own end, for a run that ended otherwise. */
export function expectationText(expects: string): string {
  return `This recipe should ${expects === 'deadlocks' ? 'deadlock' : expects === 'raises' ? 'end with an exception' : 'complete'}.`;
}
