// Makes dist/threadbook.d.ts: all that a recipe may import, as one file of types that can lie in anybody's workspace. It declares each module by its
// name, so no package has to be installed and no path has to be known.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const declarations = 'dist/types/recipes';
/** What recipes import -> the file of its types. */
const offered = { 'threadbook/recipe': 'recipe', 'threadbook/threading': 'threading/index', 'threadbook/patterns': 'patterns/index' };

/** The first line tells New Recipe… that a file is its own and may be replaced by a newer one. */
const head = `// Threadbook: types of what a recipe imports. Written by the command “New Recipe…”, which replaces this file when it has a newer one.
/// <reference lib="esnext.disposable" />

interface ImportMeta {
  url: string;
}
`;

/** Types that do not check are reported and used all the same, as in any build. */
export function bundleRecipeTypes() {
  const checked = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'recipes'], { encoding: 'utf8' });
  if (checked.status !== 0) process.stderr.write(checked.stdout + checked.stderr);
  const modules = new Map();
  for (const [name, file] of Object.entries(offered)) add(file, name, modules);
  writeFileSync('dist/threadbook.d.ts', [head, ...[...modules.values()].sort()].join('\n'));
}

function add(file, name, modules) {
  if (modules.has(file)) return;
  modules.set(file, '');
  const text = readFileSync(join(declarations, `${file}.d.ts`), 'utf8');
  const body = text
    .replace(/^.*from '\.\/supervisor\.js'.*\n/m, '') // For a host, not for a recipe; and it needs Node's own types.
    .replace(/\/\/# sourceMappingURL=.*\n?/, '')
    .replace(/(from |import\()(['"])(\.[^'"]+)\.js\2/g, (_, before, _quote, path) => {
      const target = normalize(join(dirname(file), path)).replaceAll('\\', '/');
      add(target, nameOf(target), modules);
      return `${before}'${nameOf(target)}'`;
    })
    .replace(/^(export )?declare /gm, '$1');
  modules.set(file, `declare module '${name}' {\n${body.trimEnd().replace(/^(?=.)/gm, '  ')}\n}\n`);
}

function nameOf(file) {
  return Object.keys(offered).find((name) => offered[name] === file) ?? `threadbook/${file}`;
}
