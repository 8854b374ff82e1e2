// Runs inside VS Code's extension host: Mocha over the journeys. Which of them, THREADBOOK_SUITE says.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { format } from 'node:util';
import Mocha from 'mocha';

/** One line a file. */
const suites: Record<string, (() => Promise<unknown>)[]> = {
  /** The extension under development. */
  development: [
    () => import('./activation.test.js'),
    () => import('./run-recipe.test.js'),
    () => import('./input.test.js'),
    () => import('./threads-view.test.js'),
    () => import('./deadlock.test.js'),
    () => import('./run-pages.test.js'),
    () => import('./tools.test.js'),
    () => import('./daemons.test.js'),
    () => import('./lint.test.js'),
    () => import('./lint-languages.test.js'),
    () => import('./lock-order.test.js'),
    () => import('./lock-order-picture.test.js'),
    () => import('./own-recipes.test.js'),
    () => import('./new-recipe.test.js'),
    () => import('./code-lens.test.js'),
    () => import('./walkthrough.test.js'),
    () => import('./recipe-tests.test.js'),
  ],
  /** The same in a window of its own: the timeline and other pages of recordings, large ones too. */
  recordings: [() => import('./recorded-pages.test.js'), () => import('./timeline.test.js'), () => import('./odd-recordings.test.js')],
  /** Once more: what happens around it. */
  circumstances: [() => import('./zoom.test.js'), () => import('./strange-names.test.js'), () => import('./keyboard.test.js'), () => import('./dialogs.test.js'), () => import('./server-crash.test.js'), () => import('./lint-tasks.test.js')],
  /** A workspace of two folders. */
  folders: [() => import('./folders.test.js')],
  /** The packaged extension, installed. */
  installed: [() => import('./installed.test.js')],
  /** An editor that is killed while it is used. */
  killed: [() => import('./killed.test.js')],
  /** The next one, which finds what the killed one has left. */
  reopened: [() => import('./reopened.test.js')],
  /** The window is loaded anew in the middle. */
  reload: [() => import('./reload.test.js')],
  /** The packaged extension in another language. */
  chinese: [() => import('./language.test.js')],
  /** The same in one that is made up of the English texts in brackets. */
  pseudo: [() => import('./language.test.js')],
  /** The packaged extension in Restricted Mode. */
  restricted: [() => import('./restricted.test.js')],
};

export async function run(): Promise<void> {
  const { THREADBOOK_SUITE: name = 'development', THREADBOOK_LOG: logFile, THREADBOOK_ROOT: root } = env;
  const files = suites[name];
  if (files === undefined || root === undefined) throw new Error(`THREADBOOK_SUITE is ${name}, THREADBOOK_ROOT is ${root}.`);
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: join(root, 'test', 'reporter.cjs'), color: false, ...(env['THREADBOOK_GREP'] ? { grep: env['THREADBOOK_GREP'] } : {}) });
  // The extension host's own output is not the launcher's.
  const log = logFile === undefined ? undefined : createWriteStream(logFile);
  if (log) Mocha.reporters.Base.consoleLog = (...args: unknown[]) => void log.write(`${format(...args)}\n`);
  mocha.suite.emit('pre-require', globalThis, name, mocha);
  for (const load of files) await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await new Promise<void>((resolve) => (log ? log.end(resolve) : resolve()));
  if (failures > 0) throw new Error(`${failures} failed`);
}
