// `npm run package`: the VSIX, from production bundles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, editorDependencies, editorTests, longStep, node24, productDependencies, root, say } from './setup.mjs';

/** Makes the VSIX there and answers its path. */
export async function makePackage(path) {
  await build('--production');
  const vsce = join(editorTests, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Everything that runs is bundled, so no node_modules; the repository's address is not known to the manifest yet.
  await longStep('Packing the extension (vsce package)', [node24(), vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', path]);
  return path;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  checkNode();
  await productDependencies();
  await editorDependencies();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  say(await makePackage(join(root, `${name}-${version}.vsix`)));
}
