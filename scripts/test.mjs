// `npm test`: sets up what is missing, checks types, builds, and runs every suite. The last line adds them all up.
// --screenshots writes the pictures of the README; `desktop` runs the VS Code suite in a desktop VS Code instead of everything.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, chromium, editorDependencies, longStep, productDependencies, root, say } from './setup.mjs';

const flags = new Set(process.argv.slice(2));
const known = ['--screenshots', 'desktop', 'unit'];
for (const flag of flags) {
  if (!known.includes(flag)) {
    say(`threadbook: npm test takes ${known.join(', ')}, not “${flag}”.`);
    process.exit(2);
  }
}

checkNode();
await productDependencies();
await longStep('Checking types', [process.execPath, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', 'recipes', 'server', 'client', 'test', 'test/vscode']);
await build('--tests');

const total = { passes: 0, failures: 0 };
function add(name, result) {
  if (!result) say(`The suite “${name}” did not run to its end.`);
  total.passes += result?.passes ?? 0;
  total.failures += result ? result.failures : 1;
}

if (flags.has('desktop')) {
  await editorDependencies();
  const { runOnDesktop } = await import('../test/vscode/launch-desktop.mjs');
  add('desktop', await runOnDesktop());
} else {
  add('unit', runMocha());
  if (!flags.has('unit')) await insideVSCode();
}

console.log(`${total.passes} passed, ${total.failures} failed`);
process.exit(total.failures === 0 && total.passes > 0 ? 0 : 1);

function runMocha() {
  const results = join(root, 'out', 'unit-results.json');
  rmSync(results, { force: true });
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  spawnSync(process.execPath, [mocha, '--reporter', 'test/reporter.cjs', '--timeout', '20000', 'out/test/**/*.test.js'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, THREADBOOK_RESULTS: results },
  });
  return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
}

async function insideVSCode() {
  await editorDependencies();
  const browser = await chromium();
  const { makePackage } = await import('./package.mjs');
  const { runInServer } = await import('../test/vscode/launch-server.mjs');
  const screenshots = flags.has('--screenshots') ? join(root, 'docs', 'images') : join(root, 'out', 'screenshots');
  const vsix = await makePackage(join(root, 'out', 'threadbook.vsix'));
  await build('--tests'); // The package is made of production bundles.
  for (const launch of [{ suite: 'development' }, { suite: 'installed', vsix }, { suite: 'restricted', vsix, trusted: false }]) {
    say(`Inside VS Code: ${launch.suite}`);
    add(launch.suite, await runInServer({ ...launch, chromium: browser, screenshots }));
  }
}
