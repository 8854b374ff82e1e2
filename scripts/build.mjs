// Builds everything that runs. `dist/` is the product (bundles), `out/` mirrors the sources one file each for the tests.
// Flags: --tests also builds out/, --production minifies client and server, --watch rebuilds dist/ on change.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { writeBillOfMaterials } from './bill-of-materials.mjs';
import { writeNotices } from './notices.mjs';
import { bundleRecipeTypes } from './recipe-types.mjs';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');

const typescriptFiles = (folder, skip = () => false) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || skip(path)) return [];
    if (entry.isDirectory()) return typescriptFiles(path, skip);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });

const settings = { platform: 'node', target: 'node20', logLevel: 'warning', sourcemap: true };

/** One bundle a program; `vscode` is given by the editor. */
const programs = {
  ...settings,
  bundle: true,
  format: 'cjs',
  outdir: 'dist',
  outbase: '.',
  outExtension: { '.js': '.cjs' },
  entryPoints: ['client/extension.ts', 'server/main.ts', 'server/cli.ts'],
  external: ['vscode'],
  alias: {
    // Its ES module asks for its own address, which a bundle in CommonJS has not.
    'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs',
    // Their CommonJS hides its imports in a function, where no bundler sees them.
    'vscode-json-languageservice': './node_modules/vscode-json-languageservice/lib/esm/jsonLanguageService.js',
    'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js',
  },
  minify: production,
  sourcemap: production ? false : true,
};

/** One program and one style sheet a page. */
const pages = {
  ...settings,
  platform: 'browser',
  target: 'chrome130',
  bundle: true,
  format: 'iife',
  outdir: 'dist/webviews',
  outbase: 'webviews',
  entryPoints: readdirSync('webviews', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? ['main.ts', 'main.css'].map((name) => join('webviews', entry.name, name)) : [])),
  minify: production,
  sourcemap: production ? false : 'inline',
};

/** Recipes stay readable files with their maps: the sidebar leads from a waiting thread to its source line. */
const recipes = {
  ...settings,
  bundle: true,
  splitting: true,
  format: 'esm',
  outdir: 'dist/recipes',
  outbase: 'recipes',
  // What is loaded by its address: by the server, by new threads, by a user's import. The rest becomes chunks.
  entryPoints: [
    ...typescriptFiles('recipes/catalog'),
    ...typescriptFiles('recipes/patterns'),
    ...['recipe', 'host/main', 'host/run-recipe', 'host/own-recipe-hooks', 'threading/index', 'threading/worker', 'threading/plain-supervisor', 'threading/pool-process', 'threading/parent-watch'].map((name) => `recipes/${name}.ts`),
  ],
  // Beside worker.js, which the runtime looks for next to itself.
  chunkNames: 'threading/[name]-[hash]',
  // A function keeps the name that the reader knows, in the sidebar's stacks and as a task.
  keepNames: true,
};

const tests = {
  ...settings,
  format: 'esm',
  outdir: 'out',
  outbase: '.',
  entryPoints: [
    ...typescriptFiles('recipes'),
    ...typescriptFiles('server'),
    ...typescriptFiles('client'),
    ...typescriptFiles('webviews'),
    ...typescriptFiles('test', (path) => path.startsWith(join('test', 'vscode')) || path.startsWith(join('test', 'bench')) || /^test\/lint\/[^/]+\/./.test(path)),
  ],
};

/** The lint's parsers: WebAssembly, the same on every machine. */
mkdirSync('dist/grammars', { recursive: true });
copyFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/grammars/web-tree-sitter.wasm');
copyFileSync('node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm', 'dist/grammars/tree-sitter-python.wasm');

bundleRecipeTypes();

/** For other extensions: it has types only, and imports nothing of ours. */
copyFileSync('client/api.ts', 'dist/api.d.ts');

/** The schema of threadbook.json, for the editor and for whoever wants to check the file elsewhere. */
async function writeConfigSchema() {
  const { outputFiles } = await esbuild.build({ ...settings, entryPoints: ['server/project/lint-config-schema.ts'], bundle: true, format: 'esm', sourcemap: false, write: false });
  const { lintConfigSchema } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  writeFileSync('dist/threadbook.schema.json', `${JSON.stringify(lintConfigSchema, null, 2)}\n`);
}
await writeConfigSchema();

/** The journeys that run inside VS Code's extension host: one file, which finds Mocha in node_modules. */
const journeys = {
  ...settings,
  bundle: true,
  format: 'cjs',
  outfile: 'out/vscode-suite/index.cjs',
  entryPoints: ['test/vscode/suite/index.ts'],
  external: ['vscode', 'mocha'],
};

if (flags.has('--watch')) {
  for (const options of [programs, pages, recipes]) await (await esbuild.context(options)).watch();
} else {
  rmSync('dist/recipes', { recursive: true, force: true });
  const built = await Promise.all([programs, pages, recipes].map((options) => esbuild.build({ ...options, metafile: true })));
  const bundled = writeNotices(built.map(({ metafile }) => metafile));
  if (production) writeBillOfMaterials(bundled);
  if (flags.has('--tests')) {
    rmSync('out/test', { recursive: true, force: true });
    await Promise.all([tests, journeys].map((options) => esbuild.build(options)));
  }
}
