// Runs the suite inside a desktop VS Code, which @vscode/test-electron downloads. The steps that drive a page are skipped there.
// THREADBOOK_VSCODE says which: `stable` (as without it), `insiders`, a version, or `oldest`, the oldest that the manifest allows.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { emptyFolder, root } from '../../scripts/setup.mjs';

/** @returns {Promise<{ passes: number, failures: number } | undefined>} undefined where the suite did not run to its end */
export async function runOnDesktop() {
  const folder = emptyFolder('vscode', 'desktop');
  mkdirSync(join(folder, 'data'), { recursive: true });
  const results = join(folder, 'results.json');
  const wanted = process.env.THREADBOOK_VSCODE ?? 'stable';
  await runTests({
    version: wanted === 'oldest' ? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.vscode.replace('^', '') : wanted,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'vscode-suite', 'index.cjs'),
    extensionTestsEnv: { THREADBOOK_ROOT: root, THREADBOOK_SUITE: 'development', THREADBOOK_RESULTS: results },
    launchArgs: [join(root, 'sample'), '--disable-extensions', '--disable-workspace-trust', `--user-data-dir=${join(folder, 'data')}`],
  }).catch((error) => console.error(`The suite on the desktop failed: ${error.message}`));
  return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
}
