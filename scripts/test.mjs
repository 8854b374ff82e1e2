// `npm test`: sets up what is missing, checks types, builds, and runs every suite. The last line adds them all up.
// A suite that does not run to its end counts as one failure, whatever the reason; so does a type check or a build that fails.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, chromium, editorDependencies, giveUp, longStep, perfettoDependencies, productDependencies, root, say } from './setup.mjs';

const help = `Usage:
  npm test                          everything: types, unit, vscode
  npm test -- types|unit|vscode     only these
  npm test -- desktop               the suite inside a desktop VS Code, which is downloaded
  npm test -- --grep TEXT           only tests whose full title holds this
  npm test -- --screenshots         write the README's pictures into docs/images

The suite inside VS Code needs Chromium: the environment variable CHROMIUM, or one in PATH; on Debian it is installed where you are root.`;

const stages = { types, unit, vscode, desktop };
const unitLimitMs = 600_000;
/** How long Mocha may stay after its last test before something of the tests counts as still running. */
const leaveMs = 10_000;

const chosen = [];
let grep;
let screenshots = join(root, 'out', 'screenshots');
const rest = process.argv.slice(2);
while (rest.length > 0) {
  const word = rest.shift();
  if (word === '--help') {
    console.log(help);
    process.exit(0);
  } else if (word === '--screenshots') screenshots = join(root, 'docs', 'images');
  else if (word === '--grep' && rest.length > 0) grep = rest.shift();
  else if (Object.hasOwn(stages, word)) chosen.push(word);
  else giveUp(`“${word}” is not understood.\n\n${help}`, 2);
}

// What runs is ended by the `exit` handlers of those who started it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

const total = { passes: 0, failures: 0 };
checkNode();
await suite('set-up', async () => {
  await productDependencies();
  return { passes: 0, failures: 0 };
});
if (total.failures === 0) for (const name of chosen.length > 0 ? chosen : ['types', 'unit', 'vscode']) await stages[name]();
console.log(`${total.passes} passed, ${total.failures} failed`);
process.exit(total.failures === 0 && (total.passes > 0 || chosen.includes('types')) ? 0 : 1);

/** Runs one suite and adds its counts to the total. `work` answers them, or undefined where the suite did not end by itself. */
async function suite(name, work) {
  const started = Date.now();
  let counts;
  try {
    counts = await work();
    if (!counts) say(`The suite “${name}” did not run to its end.`);
  } catch (error) {
    say(`The suite “${name}” was broken off: ${error.message}`);
  }
  total.passes += counts?.passes ?? 0;
  total.failures += counts?.failures ?? 1;
  if (counts?.passes || counts?.failures) say(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return counts !== undefined;
}

function types() {
  return suite('types', async () => {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await longStep('Checking types', [process.execPath, tsc, '-b', 'recipes', 'server', 'webviews', 'client', 'test', 'test/vscode']);
    return { passes: 0, failures: 0 };
  });
}

function unit() {
  return suite('unit', async () => {
    await perfettoDependencies();
    await build('--tests');
    return runMocha();
  });
}

async function runMocha() {
  const results = join(root, 'out', 'unit-results.json');
  rmSync(results, { force: true });
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const options = ['--reporter', 'test/reporter.cjs', '--timeout', '20000', '--forbid-only', ...(grep ? ['--grep', grep] : [])];
  const child = spawn(process.execPath, [mocha, ...options, 'out/test/**/*.test.js'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, THREADBOOK_RESULTS: results },
  });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  let left = false;
  const gone = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => (left = true));
  const limit = setTimeout(kill, unitLimitMs);
  let over;
  const watch = setInterval(() => {
    if (existsSync(results)) over ??= Date.now();
    if (over && !left && Date.now() - over > leaveMs) kill();
  }, 500);
  await gone.finally(() => {
    clearTimeout(limit);
    clearInterval(watch);
    process.off('exit', kill);
  });
  if (!existsSync(results)) return undefined;
  const counts = JSON.parse(readFileSync(results, 'utf8'));
  if (child.signalCode === null) return counts;
  say(`Mocha did not leave within ${leaveMs / 1000} s of its last test: a test leaves something running.`);
  return { ...counts, failures: counts.failures + 1 };
}

async function vscode() {
  const ready = {};
  const prepared = await suite('set-up of VS Code', async () => {
    await editorDependencies();
    ready.chromium = await chromium();
    const { makePackage } = await import('./package.mjs');
    ready.vsix = await makePackage(join(root, 'out', 'threadbook.vsix'));
    await build('--tests'); // The package is made of production bundles.
    ready.runInServer = (await import('../test/vscode/launch-server.mjs')).runInServer;
    return { passes: 0, failures: 0 };
  });
  if (!prepared) return;
  const { runInServer, vsix } = ready;
  const launches = [
    { suite: 'development' },
    { suite: 'recordings' },
    { suite: 'circumstances' },
    { suite: 'folders', folders: true },
    { suite: 'installed', vsix },
    { suite: 'killed', killed: true },
    { suite: 'reopened', stateOf: 'killed' },
    { suite: 'restricted', vsix, trusted: false },
    { suite: 'reload', vsix, loads: 2 },
    { suite: 'chinese', vsix, language: 'zh-cn' },
    { suite: 'pseudo', vsix, language: 'qps-ploc' },
  ];
  for (const launch of launches) {
    say(`Inside VS Code: ${launch.suite}`);
    await suite(launch.suite, () => runInServer({ ...launch, chromium: ready.chromium, screenshots, grep }));
  }
}

function desktop() {
  return suite('desktop', async () => {
    await build('--tests');
    await editorDependencies();
    const { runOnDesktop } = await import('../test/vscode/launch-desktop.mjs');
    return runOnDesktop();
  });
}
