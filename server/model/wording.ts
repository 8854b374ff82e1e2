// How times, states and outcomes read. Used by the rows and by the terminal's table.
import type { Operation, Stack, ThreadSnapshot } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import type { Outcome, Site } from '../protocol.js';
import type { RunState } from './run-state.js';
import type { Cycle } from './wait-graph.js';

/** `0.3 s`, `12 s`, `2 min 3 s`. Whole seconds where it can be: a row that changes all the time cannot be read, and its tooltip never comes up. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 1) return l10n.t('{0} s', seconds.toFixed(1));
  if (seconds < 60) return l10n.t('{0} s', Math.floor(seconds));
  return l10n.t('{0} min {1} s', Math.floor(seconds / 60), Math.floor(seconds % 60));
}

/** Made once: a number's own toLocaleString looks its locale up each time, which was the dearest thing about a row. */
const grouped = new Intl.NumberFormat('en');

/** `2,000`. */
export function amount(n: number): string {
  return grouped.format(n);
}

export function threadName(state: RunState, id: number): string {
  return state.threads.get(id)?.name ?? l10n.t('thread {0}', id);
}

export function resourceName(state: RunState, id: number): string {
  return state.resources.get(id)?.name ?? l10n.t('resource {0}', id);
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
  switch (at.kind) {
    case 'starting':
      return l10n.t('starting');
    case 'running':
      return l10n.t('running');
    case 'in-event-loop':
      return l10n.t('in its event loop');
    case 'sleeping':
      return l10n.t('sleeping, {0} left', duration(at.until - state.at));
    case 'joining':
      return l10n.t('waiting for {0} to end for {1}', threadName(state, at.thread), duration(state.at - at.since)) + limit(state, at.until);
    case 'waiting': {
      const resource = state.resources.get(at.resource);
      const since = duration(state.at - at.since);
      const holder = resource && 'taken' in resource ? resource.owner : undefined;
      const words = holder === undefined ? l10n.t('waiting {0} for {1}', purpose(at.operation, resourceName(state, at.resource)), since) : l10n.t('waiting {0}, held by {1}, for {2}', purpose(at.operation, resourceName(state, at.resource)), threadName(state, holder), since);
      return words + limit(state, at.until);
    }
    case 'ended':
      return ending(at.ending);
    default:
      return at satisfies never;
  }
}

function limit(state: RunState, until: number | undefined): string {
  return until === undefined ? '' : l10n.t(' (gives up in {0})', duration(until - state.at));
}

function purpose(operation: Operation, name: string): string {
  switch (operation) {
    case 'put':
      return l10n.t('to put into {0}', name);
    case 'get':
      return l10n.t('to get from {0}', name);
    case 'join':
      return l10n.t('for all tasks of {0}', name);
    case 'result':
      return l10n.t('for the result of {0}', name);
    case 'acquire':
    case 'wait':
    case 'select':
      return l10n.t('for {0}', name);
    default:
      return operation satisfies never;
  }
}

function ending(how: Extract<ThreadSnapshot['state'], { kind: 'ended' }>['ending']): string {
  switch (how.how) {
    case 'returned':
      return l10n.t('ended');
    case 'raised':
      return l10n.t('ended with an exception: {0}', how.message);
    case 'out-of-memory':
      return l10n.t('ended: out of memory');
    case 'exited':
      return l10n.t('exited with code {0}', how.code);
    case 'killed':
      return l10n.t('killed');
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
      return wait.resource === undefined ? l10n.t('{0} waits for {1} to end', waiter, holder) : l10n.t('{0} waits for {1}, held by {2}', waiter, resourceName(state, wait.resource), holder);
    })
    .join('; ');
}

/** One sentence on how a run ended. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'completed':
      return l10n.t('completed');
    case 'raised':
      return l10n.t('ended with an exception: {0}', outcome.message);
    case 'exited':
      return l10n.t('exited with code {0}', outcome.code);
    case 'crashed':
      return l10n.t('crashed ({0}): {1}', outcome.signal, outcome.message);
    case 'out-of-memory':
      return l10n.t('ran out of memory: {0}', outcome.message);
    case 'timed-out':
      return l10n.t('stopped after its time limit of {0} s', outcome.seconds);
    case 'deadlocked':
      return l10n.t('deadlocked: {0}', outcome.cycle);
    case 'stopped':
      return outcome.by === 'request' ? l10n.t('stopped') : l10n.t('stopped by {0}', outcome.by);
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
    case 'is stopped':
      return outcome.kind === 'stopped' || outcome.kind === 'timed-out';
    default:
      return outcome.kind === 'completed';
  }
}

/** What a recipe says about its own end. */
export function expectationText(expects: string): string {
  switch (expects) {
    case 'deadlocks':
      return l10n.t('This recipe should deadlock.');
    case 'raises':
      return l10n.t('This recipe should end with an exception.');
    case 'is stopped':
      return l10n.t('This recipe should go on until it is stopped.');
    case 'loses updates':
      return l10n.t('This recipe should complete, and lose updates.');
    default:
      return l10n.t('This recipe should complete.');
  }
}
