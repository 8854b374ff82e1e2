// The rows of the Threads view for one run: labels, icons, order, what a screen reader says. Pure.
import type { ResourceSnapshot, Stack, ThreadId, ThreadSnapshot } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import type { Row } from '../protocol.js';
import { groupedBy } from './grouped-by.js';
import { leftoversOf } from './leftovers.js';
import { oppositeOrders } from './opposite-orders.js';
import { orderText } from './remarks.js';
import { resourceRows } from './resource-rows.js';
import { group, moreRow, shownPerGroup } from './row-groups.js';
import type { RunState } from './run-state.js';
import { strandedText, strandedThreads, type StrandedThread } from './stranded.js';
import { cyclesOf, stuckThreads, type Cycle, type Stuck } from './wait-graph.js';
import { amount, cycleText, duration, outcomeText, place, resourceName, siteOf, threadName, threadState } from './wording.js';

/** The whole Threads view: all runs, and the number of warnings for its badge. */
export function threadsView(states: readonly RunState[]): { rows: Row[]; warnings: number } {
  const active = states.filter((state) => state.outcome === undefined);
  return { rows: states.flatMap(runRows), warnings: active.reduce((sum, state) => sum + warningCount(state), 0) };
}

export function runRows(state: RunState): Row[] {
  const cycles = cyclesOf(state);
  const stuck = stuckThreads(state, cycles);
  const warnings = warningsOf(cycles, stuck);
  const rows = [runRow(state, cycles, warnings)];
  cycles.forEach((cycle, index) => rows.push(...cycleRows(state, cycle, index)));
  rows.push(...strandedRows(state, strandedThreads(state, cycles)));
  rows.push(...oppositeOrderRows(state), ...leftoverRows(state));
  rows.push(...threadGroup(state, stuck), ...resourceRows(state));
  return rows;
}

/** What is wrong with a run: one for each cycle, one where threads are stuck for another reason. */
function warningCount(state: RunState): number {
  const cycles = cyclesOf(state);
  return warningsOf(cycles, stuckThreads(state, cycles));
}

function warningsOf(cycles: Cycle[], stuck: Map<ThreadId, Stuck>): number {
  const others = [...stuck.values()].some((each) => each.why === 'nobody-left');
  return cycles.length + (others ? 1 : 0);
}

function runRow(state: RunState, cycles: Cycle[], warnings: number): Row {
  const id = `run-${state.run}`;
  const live = [...state.threads.values()].filter((thread) => thread.state.kind !== 'ended').length;
  const age = duration(state.at - state.startedAt);
  const active = state.outcome === undefined;
  const status = state.outcome ? outcomeText(state.outcome) : cycles.length > 0 ? l10n.t('deadlock') : warnings > 0 ? l10n.t('stuck') : live === 1 ? l10n.t('1 live thread') : l10n.t('{0} live threads', amount(live));
  const description = `#${state.run} · ${status} · ${age}`;
  return {
    id,
    order: -state.run,
    label: state.title,
    description,
    tooltip: runTooltip(state, cycles),
    ...runIcon(state, warnings),
    context: `run ${active ? 'active' : 'ended'}${warnings > 0 ? ' deadlocked' : ''}`,
    spoken: l10n.t('Run {0}, {1}, {2}, {3}', state.run, state.title, status, age),
    expanded: active || warnings > 0,
    subject: { run: state.run, recipe: state.recipe },
  };
}

function runIcon(state: RunState, warnings: number): Pick<Row, 'icon' | 'color'> {
  if (warnings > 0) return { icon: 'warning', color: 'list.warningForeground' };
  switch (state.outcome?.kind) {
    case undefined:
      return { icon: 'play-circle', color: 'charts.green' };
    case 'completed':
      return { icon: 'pass', color: 'testing.iconPassed' };
    case 'stopped':
      return { icon: 'circle-slash' };
    default:
      return { icon: 'error', color: 'list.errorForeground' };
  }
}

function runTooltip(state: RunState, cycles: Cycle[]): string {
  const lines = [l10n.t('**{0}** (run {1})', state.title, state.run)];
  for (const cycle of cycles) lines.push(l10n.t('Deadlock: {0}.', cycleText(state, cycle)));
  if (state.outcome) lines.push(l10n.t('Ended: {0}.', outcomeText(state.outcome)));
  lines.push(l10n.t('Events recorded: {0}, dropped: {1}.', amount(state.historyTotal), amount(state.historyDropped)));
  return lines.join('\n\n');
}

/** One row for all of them: they are among the threads as well. */
function strandedRows(state: RunState, stranded: readonly StrandedThread[]): Row[] {
  if (stranded.length === 0) return [];
  const text = strandedText(state, stranded);
  return [{
    id: `run-${state.run}/stranded`,
    parent: `run-${state.run}`,
    order: 3,
    label: l10n.t('Everybody waits'),
    description: stranded.slice(0, 3).map(({ thread }) => thread.name).join(', ') + (stranded.length > 3 ? l10n.t(' and {0} more', stranded.length - 3) : ''),
    tooltip: text,
    icon: 'warning',
    color: 'list.warningForeground',
    context: 'cycle',
    subject: { run: state.run, recipe: state.recipe },
    spoken: text,
    expanded: false,
    site: siteOf(stranded[0]!.thread.state.stack),
  }];
}

function cycleRows(state: RunState, cycle: Cycle, index: number): Row[] {
  const id = `run-${state.run}/cycle-${index}`;
  const text = cycleText(state, cycle);
  const names = cycle.waits.map((wait) => threadName(state, wait.waiter)).join(' → ');
  const head: Row = {
    id,
    parent: `run-${state.run}`,
    order: index,
    label: l10n.t('Deadlock'),
    description: `${names} → ${threadName(state, cycle.waits[0]!.waiter)}`,
    tooltip: l10n.t('These threads wait for each other and none of them can go on: {0}.', text),
    icon: 'warning',
    color: 'list.warningForeground',
    context: 'cycle',
    subject: { run: state.run, recipe: state.recipe },
    spoken: l10n.t('Deadlock: {0}', text),
    expanded: true,
    site: siteOf(cycle.waits[0]!.stack),
  };
  const steps = cycle.waits.map((wait, step): Row => {
    const what = wait.resource === undefined ? l10n.t('the end of {0}', threadName(state, wait.waitsFor)) : resourceName(state, wait.resource);
    const waiter = threadName(state, wait.waiter);
    const age = duration(state.at - wait.since);
    const spoken = wait.stack[0] ? l10n.t('{0} waits for {1} in {2}', waiter, what, place(wait.stack[0])) : l10n.t('{0} waits for {1}', waiter, what);
    return {
      id: `${id}/${step}`,
      parent: id,
      order: step,
      label: l10n.t('{0} waits for {1}', waiter, what),
      description: wait.resource === undefined ? l10n.t('for {0}', age) : l10n.t('held by {0}', threadName(state, wait.waitsFor)),
      tooltip: l10n.t('{0}, for {1}.', spoken, age),
      icon: 'arrow-right',
      context: 'step',
      spoken,
      expanded: false,
      site: siteOf(wait.stack),
    };
  });
  return [head, ...steps];
}

/** Each circle of orders with its orders below it, which lead to where the second lock was taken. */
function oppositeOrderRows(state: RunState): Row[] {
  return oppositeOrders(state).flatMap((circle, index) => {
    const id = `run-${state.run}/orders-${circle.map(({ first }) => first).join('-')}`;
    const text = orderText(state, circle);
    const head: Row = {
      id, parent: `run-${state.run}`, order: 3 + index / 100, label: l10n.t('Opposite orders'), description: circle.map(({ firstName }) => firstName).join(', '), tooltip: text,
      icon: 'warning', color: 'list.warningForeground', context: 'orders', spoken: text, expanded: false,
    };
    const steps = circle.map(({ first, firstName, second, secondName, thread, secondStack }, order): Row => {
      const label = l10n.t('{0} held {1} and took {2}', threadName(state, thread), firstName, secondName);
      const site = siteOf(secondStack);
      return {
        id: `${id}/${first}-${second}`, parent: id, order, label, icon: 'arrow-right', context: 'step', spoken: label, expanded: false,
        ...(secondStack[0] ? { description: place(secondStack[0]) } : {}), ...(site === undefined ? {} : { site }),
      };
    });
    return [head, ...steps];
  });
}

/** Shown once the run has ended; nothing of it is a row where nothing was left behind. */
function leftoverRows(state: RunState): Row[] {
  const leftovers = leftoversOf(state);
  if (leftovers.length === 0) return [];
  const id = `run-${state.run}/left`;
  const head: Row = { ...group(state, id, 5, l10n.t('Left behind'), leftovers.length, 'warning'), expanded: false };
  const rows = leftovers.slice(0, shownPerGroup).map(({ key, text, icon, site }, order): Row => ({
    id: `${id}/${key}`, parent: id, order, label: text, icon, context: 'left', spoken: text, expanded: false, ...(site === undefined ? {} : { site }),
  }));
  return [head, ...rows, ...(leftovers.length > shownPerGroup ? [moreRow(id, leftovers.length - shownPerGroup)] : [])];
}

function threadGroup(state: RunState, stuck: Map<ThreadId, Stuck>): Row[] {
  const threads = [...state.threads.values()].sort((a, b) => a.id - b.id);
  if (threads.length === 0) return [];
  const id = `run-${state.run}/threads`;
  const live = threads.filter((thread) => thread.state.kind !== 'ended');
  const ended = threads.filter((thread) => thread.state.kind === 'ended');
  const shown = [...live, ...ended].slice(0, shownPerGroup);
  const rows = [group(state, id, 10, l10n.t('Threads'), threads.length, 'list-tree')];
  const held = groupedBy(ownedResources(state), ({ owner }) => owner);
  shown.sort((a, b) => a.id - b.id).forEach((thread) => rows.push(...threadRows(state, id, thread, held.get(thread.id) ?? [], stuck.get(thread.id))));
  if (threads.length > shown.length) rows.push(moreRow(id, threads.length - shown.length));
  return rows;
}

function threadRows(state: RunState, parent: string, thread: ThreadSnapshot, held: OwnedResource[], stuck: Stuck | undefined): Row[] {
  const id = `${parent}/${thread.id}`;
  const doing = threadState(state, thread);
  const forever = stuck ? l10n.t('blocked for ever: {0}', reason(state, stuck)) : undefined;
  const stack = 'stack' in thread.state && typeof thread.state.stack !== 'string' ? thread.state.stack : [];
  const description = [thread.daemon ? l10n.t('daemon') : '', doing, forever ?? ''].filter(Boolean).join(' · ');
  const row: Row = {
    id,
    parent,
    order: thread.id,
    label: thread.name,
    description,
    tooltip: [`**${thread.name}**: ${doing}`, thread.daemon ? l10n.t('daemon') : '', forever ?? '', failure(thread)].filter(Boolean).join('\n\n'),
    ...threadIcon(thread, stuck),
    context: 'thread',
    spoken: l10n.t('Thread {0}, {1}', thread.name, description),
    expanded: stuck !== undefined,
    site: siteOf(stack),
  };
  const holds = held.map((resource, index): Row => ({
    id: `${id}/holds-${resource.id}`,
    parent: id,
    order: index,
    label: l10n.t('holds {0}', resource.name),
    description: taken(state, resource),
    icon: 'lock',
    context: 'holds',
    spoken: l10n.t('{0} holds {1}', thread.name, resource.name),
    expanded: false,
    site: siteOf(resource.taken),
  }));
  return [row, ...holds, ...frameRows(id, stack)];
}

function failure(thread: ThreadSnapshot): string {
  return thread.state.kind === 'ended' && thread.state.ending.how === 'raised' ? `\`\`\`\n${thread.state.ending.stack}\n\`\`\`` : '';
}

function reason(state: RunState, stuck: Stuck): string {
  switch (stuck.why) {
    case 'cycle':
      return l10n.t('deadlock');
    case 'behind':
      return l10n.t('{0} can never go on', threadName(state, stuck.thread));
    case 'nobody-left':
      return l10n.t('every thread waits, nobody is left to wake it');
    default:
      return stuck satisfies never;
  }
}

function threadIcon(thread: ThreadSnapshot, stuck: Stuck | undefined): Pick<Row, 'icon' | 'color'> {
  if (stuck) return { icon: 'error', color: 'list.errorForeground' };
  switch (thread.state.kind) {
    case 'starting':
      return { icon: 'loading~spin' };
    case 'running':
      return { icon: 'play', color: 'charts.green' };
    case 'in-event-loop':
      return { icon: 'sync', color: 'charts.green' };
    case 'sleeping':
      return { icon: 'clock', color: 'charts.blue' };
    case 'waiting':
    case 'joining':
      return { icon: 'debug-pause', color: 'charts.yellow' };
    case 'ended':
      return thread.state.ending.how === 'returned' ? { icon: 'check', color: 'disabledForeground' } : { icon: 'error', color: 'list.errorForeground' };
    default:
      return thread.state satisfies never;
  }
}

function frameRows(parent: string, stack: Stack): Row[] {
  return stack.slice(0, 8).map((frame, index): Row => ({
    id: `${parent}/frame-${index}`,
    parent,
    order: 1_000 + index,
    label: frame.function ?? '(anonymous)',
    description: place({ ...frame, function: undefined }),
    icon: 'debug-stackframe',
    context: 'frame',
    spoken: l10n.t('in {0}', place(frame)),
    expanded: false,
    site: { file: frame.file, line: frame.line, column: frame.column },
  }));
}

type OwnedResource = Extract<ResourceSnapshot, { taken: Stack }>;

function ownedResources(state: RunState): OwnedResource[] {
  return [...state.resources.values()].filter((resource) => 'taken' in resource);
}

function taken(state: RunState, resource: OwnedResource): string {
  const frame = resource.taken[0];
  const where = frame ? l10n.t('taken in {0}', place(frame)) : '';
  const since = resource.heldSince === undefined ? '' : l10n.t('for {0}', duration(state.at - resource.heldSince));
  return [where, since].filter(Boolean).join(' · ');
}
