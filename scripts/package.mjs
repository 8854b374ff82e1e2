// `npm run package`: the VSIX, from production bundles.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, editorDependencies, editorTests, endWithSentence, longStep, node24, productDependencies, root, say } from './setup.mjs';

/** Makes the VSIX there and answers its path. */
export async function makePackage(path) {
  await build('--production');
  const vsce = join(editorTests, 'node_modules', '@vscode', 'vsce', 'vsce');
  // VS Code shows a README's pictures only from the web, and there is no address to take them from yet.
  const readme = 'out/package-readme.md';
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, readme), readFileSync(join(root, 'README.md'), 'utf8').replace(/^!\[.*\]\(.*\)\n\n?/gm, ''));
  // Everything that runs is bundled, so no node_modules; the repository's address is not known to the manifest yet.
  await longStep('Packing the extension (vsce package)', [node24(), vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--readme-path', readme, '--out', path]);
  return path;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  endWithSentence();
  checkNode();
  await productDependencies();
  await editorDependencies();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  say(await makePackage(join(root, `${name}-${version}.vsix`)));
}
