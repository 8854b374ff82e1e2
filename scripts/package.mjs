// `npm run package`: the VSIX, from production bundles.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, editorDependencies, editorTests, endWithSentence, longStep, node24, productDependencies, root, say } from './setup.mjs';

/** A download on a slow line, and room for what is to come. */
const sizeLimit = 3_000_000;

/** Makes the VSIX there and answers its path. Throws where it has become too large. */
export async function makePackage(path) {
  await build('--production');
  const vsce = join(editorTests, 'node_modules', '@vscode', 'vsce', 'vsce');
  // VS Code shows a README's pictures only from the web, and there is no address to take them from yet.
  const readme = 'out/package-readme.md';
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, readme), readFileSync(join(root, 'README.md'), 'utf8').replace(/^!\[.*\]\(.*\)\n\n?/gm, ''));
  // The stores' convention: an odd minor version is a pre-release.
  const [, minor] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version.split('.');
  const channel = Number(minor) % 2 === 1 ? ['--pre-release'] : [];
  // Everything that runs is bundled, so no node_modules; the repository's address is not known to the manifest yet.
  await longStep('Packing the extension (vsce package)', [node24(), vsce, 'package', ...channel, '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--readme-path', readme, '--out', path]);
  const { size } = statSync(path);
  if (size > sizeLimit) throw new Error(`${path} has ${size} bytes; ${sizeLimit} is what we allow ourselves.`);
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
