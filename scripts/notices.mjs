// Writes the licences of what the bundles contain into dist/NOTICE.txt, as those licences ask for.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is in the product and in no bundle's list of inputs: copied files, and what a package has bundled itself. */
const besides = ['@vscode/tree-sitter-wasm', '@dagrejs/graphlib'];

/**
 * @param {import('esbuild').Metafile[]} metafiles of all bundles of the product
 * @returns {string[]} the packages that are in it, as name@version
 */
export function writeNotices(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set([...inputs.flatMap((path) => /.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path.replaceAll('\\', '/'))?.[0] ?? []), ...besides.map((name) => `node_modules/${name}`)]);
  const packages = [];
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|third-?party-?notices)(\.(md|txt))?$/i.test(file));
    packages.push(`${name}@${version}`);
    if (!license) throw new Error(`${name} comes without a licence.`);
    // Some packages only name theirs.
    if (files.length === 0) return `${name} ${version} (${license})\n\n${[author?.name ?? author, repository?.url ?? repository].filter(Boolean).join(', ')}`;
    return `${name} ${version} (${license})\n\n${files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')}`;
  });
  writeFileSync('dist/NOTICE.txt', `Threadbook contains the following software.\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
  return packages;
}
