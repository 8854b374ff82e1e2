// What the journeys share: the extension's own API, and waiting for rows and runs by their events instead of by the clock.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Row, RunEnded, RunId, RunStarted, ThreadbookApi, ViewId } from '../../../client/api.js';

const extensionId = 'threadbook.threadbook';
/** How long a wait may last before it fails and tells what it saw last. */
const patienceMs = 20_000;

export async function threadbook(): Promise<ThreadbookApi> {
  const extension = vscode.extensions.getExtension<ThreadbookApi>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return await extension.activate();
}

export function manifest(): { contributes: { commands: { command: string }[] } } {
  return vscode.extensions.getExtension(extensionId)?.packageJSON as { contributes: { commands: { command: string }[] } };
}

/** Resolves with what `look` finds, which is asked now and after every firing of the event. */
export async function when<T>(event: vscode.Event<unknown>, what: string, look: () => T | undefined, seen: () => string = () => ''): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const settle = (): boolean => {
      const found = look();
      if (found === undefined) return false;
      clearTimeout(timer);
      subscription.dispose();
      resolve(found);
      return true;
    };
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`waited ${patienceMs / 1_000} s for ${what}. ${seen()}`));
    }, patienceMs);
    const subscription = event(() => settle());
    settle();
  });
}

/** Waits for a row of the view. The failure shows all rows. */
export async function row(api: ThreadbookApi, view: ViewId, what: string, matches: (row: Row) => boolean): Promise<Row> {
  const shown = (): string => api.rows(view).map(({ label, description = '' }) => `${label} | ${description}`).join('\n');
  return await when(api.onDidChangeRows, what, () => api.rows(view).find(matches), () => `The rows are:\n${shown()}`);
}

/** The row of a run. */
export function isRun(run: RunId, word: 'active' | 'ended'): (row: Row) => boolean {
  return (row) => row.parent === undefined && row.subject?.run === run && row.context.split(' ').includes(word);
}

/** Hears of runs from now on; ask for it before whatever starts or ends them. */
export function listen(api: ThreadbookApi): { started(): Promise<RunStarted>; ended(run: RunId): Promise<RunEnded>; stop(): void } {
  const starts: RunStarted[] = [];
  const ends: RunEnded[] = [];
  const heard = new vscode.EventEmitter<void>();
  const subscriptions = [
    api.onDidStartRun((run) => {
      starts.push(run);
      heard.fire();
    }),
    api.onDidEndRun((run) => {
      ends.push(run);
      heard.fire();
    }),
    heard,
  ];
  return {
    started: () => when(heard.event, 'a run to start', () => starts.shift()),
    ended: (run) => when(heard.event, `run ${run} to end`, () => ends.find((ended) => ended.run === run)),
    stop: () => subscriptions.forEach((subscription) => subscription.dispose()),
  };
}

/** Leaves nothing behind: stops what goes on and removes what has ended. */
export async function clean(api: ThreadbookApi): Promise<void> {
  for (const { context, subject } of api.rows('threads')) if (subject?.run !== undefined && context.includes('active')) await api.stopRun(subject.run);
  await vscode.commands.executeCommand('threadbook.clearRuns');
  await vscode.commands.executeCommand('notifications.clearAll');
  await when(api.onDidChangeRows, 'the Threads view to be empty', () => (api.rows('threads').length === 0 ? true : undefined));
}
