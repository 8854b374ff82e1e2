// Keeps the house in order: who may import whom, lists against folders, the size of a file. The reasons are in ARCHITECTURE.md.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Room -> what it may import: other rooms (`server/model` means the folder or file), packages, or `node:`. A room may always import itself. */
const mayImport: Record<string, { from: string[]; because: string }> = {
  'recipes/threading': { from: ['node:'], because: 'the runtime is a library of its own' },
  'recipes/catalog': { from: ['recipes/threading', 'recipes/patterns', 'recipes/recipe', 'node:'], because: 'a recipe is what a user would write' },
  'recipes/patterns': { from: ['recipes/threading', 'node:'], because: 'it is what several recipes build on, and a user may copy it alone' },
  'recipes/host': { from: ['recipes/threading', 'recipes/recipe', 'node:'], because: 'the host starts recipes and knows no server' },
  'recipes/recipe': { from: ['recipes/threading'], because: 'a recipe that reads input is given a queue; its shape needs nothing else' },
  'server/lint': { from: ['web-tree-sitter', '@babel/parser', '@babel/types'], because: 'the lint is pure: source in, findings out' },
  'server/l10n': { from: [], because: 'everybody who speaks to people asks it' },
  'server/model': { from: ['server/l10n', 'recipes/host/messages', 'recipes/patterns/daemon', 'server/protocol'], because: 'the model is pure and knows the runtime by its words alone' },
  'server/runs': { from: ['server/l10n', 'recipes/host/messages', 'recipes/patterns/daemon', 'server/protocol', 'node:'], because: 'it knows the host as a path and by its words' },
  'server/protocol': { from: ['recipes/host/messages', 'recipes/recipe', 'server/model/recording/recording'], because: 'both sides of the wire read it' },
  'server/user-error': { from: [], because: 'anybody may throw it' },
  'server/project/source-files': { from: ['server/user-error', 'node:'], because: 'it finds and reads the files that the pure lint may not open' },
  'server/project/lint-config': { from: ['server/lint', 'server/project/lint-config-schema', 'vscode-json-languageservice', 'vscode-languageserver-textdocument', 'picomatch'], because: 'it reads a text that somebody else has opened' },
  'server/project/lint-config-schema': { from: ['server/lint'], because: 'the list of the rules makes it' },
  'server/project/facts-file': { from: ['server/lint', 'node:'], because: 'it knows bytes and not what facts mean' },
  'server/project/lint-cache': { from: ['server/lint', 'node:'], because: 'it keeps bytes on disk and does not know what facts mean' },
  'server/project/kept-lint': { from: ['server/lint', 'server/project/lint-cache', 'node:'], because: 'it opens nothing but through the cache, and knows neither LSP nor a terminal' },
  'server/project/extraction': { from: ['server/lint', 'server/project/lint-cache', 'server/project/grammars', 'server/project/source-files', 'node:'], because: 'it opens files for the lint and knows no terminal' },
  'server/recording-files': { from: ['server/model', 'server/user-error', 'node:'], because: 'it reads and writes the files that the pure model may not open' },
  'server/project/grammars': { from: ['server/lint', 'node:'], because: 'it reads the parsers that the pure lint may not open' },
  'server/hub': { from: ['server/l10n', 'server/model', 'server/runs', 'server/protocol', 'server/user-error'], because: 'the hub joins rooms and knows neither LSP nor a terminal' },
  'server/finding-words': { from: ['server/l10n'], because: 'it says the lint’s sentences again in the user’s language, and is pure' },
  'server/lock-order/lock-orders': { from: ['server/l10n', 'server/lint', 'server/model'], because: 'it joins what the lint reads with what runs have shown, and is pure' },
  'server/lock-order/lock-order-rows': { from: ['server/l10n', 'server/lint', 'server/lock-order/lock-orders', 'server/model', 'server/protocol'], because: 'it decides rows from what the lint knows, and is pure' },
  'server/lock-order/lock-order-picture': { from: ['server/lint', 'server/lock-order/lock-orders', 'server/protocol'], because: 'it joins what the lint knows for a page, and is pure' },
  'server/recipe-test': { from: ['server/hub', 'server/model', 'server/protocol', 'server/user-error'], because: 'a test of a recipe is a run that is compared' },
  'server/lsp': { from: ['server/l10n', 'server/finding-words', 'server/lint', 'server/lock-order/lock-orders', 'server/lock-order/lock-order-rows', 'server/lock-order/lock-order-picture', 'server/project/lint-config', 'server/project/lint-cache', 'server/project/kept-lint', 'server/project/extraction', 'server/project/facts-file', 'server/project/source-files', 'server/project/grammars', 'server/model', 'server/runs', 'server/hub', 'server/recipe-test', 'server/recording-files', 'server/protocol', 'server/user-error', 'vscode-languageserver', 'vscode-languageserver-textdocument', 'node:'], because: 'it is the only folder that knows LSP' },
  'server/cli': { from: ['server/lint', 'server/project/lint-config', 'server/project/lint-cache', 'server/project/kept-lint', 'server/project/extraction', 'server/project/facts-file', 'server/project/source-files', 'server/project/grammars', 'server/model', 'server/hub', 'server/recording-files', 'server/protocol', 'server/user-error', 'node:'], because: 'the command line is the same engine without an editor' },
  'server/main': { from: ['server', 'vscode-languageserver', 'vscode-languageserver-textdocument', 'node:'], because: 'wiring' },
  'server/cli.ts': { from: ['server', 'node:'], because: 'wiring' },
  'client/recipe-templates': { from: ['threadbook'], because: 'its texts are recipes of the user, and it knows nothing else' },
  'webviews/messages': { from: ['server/protocol'], because: 'a page and the client both read it' },
  webviews: { from: ['server/protocol', 'server/model', 'recipes/host/messages', '@dagrejs/dagre'], because: 'a page runs in a browser: neither Node nor vscode, and of the server only what is pure' },
  'client/pages': { from: ['webviews/messages', 'webviews/moments', 'webviews/timeline/texts', 'webviews/graph/texts', 'webviews/usage/texts', 'webviews/deadlock/texts', 'webviews/lock-order/texts', 'server/protocol', 'client', 'vscode', 'node:'], because: 'a page is filled by the client and drawn by webviews' },
  'client/save-report': { from: ['server/protocol', 'webviews/deadlock/report-text', 'webviews/fill', 'webviews/durations', 'client', 'vscode'], because: 'a saved report is worded as its page is' },
  'client/tools': { from: ['webviews/deadlock/report-text', 'webviews/fill', 'webviews/durations', 'client', 'server/protocol', 'vscode'], because: 'a model reads what a person reads' },
  'client/deadlock-markdown': { from: ['webviews/deadlock/report-text'], because: 'it writes down what the page shows' },
  client: { from: ['server/protocol', 'vscode', 'vscode-languageclient', 'node:'], because: 'the client shows what the server decides' },
};

/** The folders of the lint, each built on those before it; what stands beside them puts them together. */
const lintStages = ['facts', 'kept', 'languages', 'program', 'values', 'walk', 'conclusions', 'rules'];

const lineLimits: Record<string, number> = { 'client/extension.ts': 60, 'server/main.ts': 80 };
const lineLimit = 400;

const sources = ['recipes', 'server', 'webviews', 'client', 'test'].flatMap(typescriptFiles);

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' || /^test\/lint\/./.test(path) ? [] : typescriptFiles(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(path: string): string | undefined {
  return Object.keys(mayImport)
    .filter((room) => inRoom(path, room))
    .sort((a, b) => b.length - a.length)[0];
}

function inRoom(path: string, room: string): boolean {
  return path === room || path === `${room}.ts` || path.startsWith(`${room}/`);
}

function importsOf(path: string, which: 'all' | 'values' = 'all'): string[] {
  const whole = readFileSync(path, 'utf8');
  const text = which === 'all' ? whole : whole.replace(/(^|\n)\s*(import|export) type\b[^;]*;/g, '$1');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3])!).map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)).replace(/\.js$/, '.ts') : name));
}

describe('the layers', () => {
  for (const path of sources.filter((each) => !each.startsWith('test/'))) {
    const room = roomOf(path);
    it(`${path} imports only what its room may`, () => {
      assert.ok(room, `${path} is in no room of the table in test/layers.test.ts`);
      const { from, because } = mayImport[room]!;
      const forbidden = importsOf(path).filter((name) => !inRoom(name, room) && !from.some((allowed) => name === allowed || (allowed.endsWith(':') ? name.startsWith(allowed) : name.startsWith(`${allowed}/`) || inRoom(name, allowed))));
      assert.deepEqual(forbidden, [], `${room} may import only ${from.join(', ') || 'nothing'}: ${because}`);
    });
  }

  it('no import leads back to where it came from; imports of types are gone at run time and do not count', () => {
    const known = new Set(sources);
    const finished = new Set<string>();
    const circles: string[] = [];
    const follow = (path: string, way: string[]): void => {
      const before = way.indexOf(path);
      if (before >= 0) circles.push([...way.slice(before), path].join(' -> '));
      if (before >= 0 || finished.has(path)) return;
      for (const next of importsOf(path, 'values')) if (known.has(next)) follow(next, [...way, path]);
      finished.add(path);
    };
    for (const path of sources) follow(path, []);
    assert.deepEqual(circles, []);
  });

  it('the stages of the lint build on each other in one direction; types of later stages may be named', () => {
    const stageOf = (path: string) => lintStages.findIndex((stage) => path.startsWith(`server/lint/${stage}/`));
    const upwards = sources
      .filter((path) => stageOf(path) >= 0)
      .flatMap((path) => importsOf(path, 'values').filter((name) => name.startsWith('server/lint/') && (stageOf(name) < 0 || stageOf(name) > stageOf(path))).map((name) => `${path} -> ${name}`));
    assert.deepEqual(upwards, []);
    assert.deepEqual(readdirSync('server/lint', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort(), [...lintStages].sort());
  });

  it('no file is too long to be read', () => {
    const long = sources.map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 })).filter(({ path, lines }) => lines > (lineLimits[path] ?? lineLimit));
    assert.deepEqual(long, []);
  });

  it('no folder or file has a name that says nothing', () => {
    assert.deepEqual(sources.filter((path) => /(^|\/)(utils?|common|helpers?|shared|core|types|misc)(\/|\.ts$)/.test(path)), []);
  });
});

/** What stands in a visible list is there as a file, and the other way round. */
describe('the lists', () => {
  const members = (folder: string, list = 'index.ts') =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && name !== list)
      .map((name) => name.slice(0, -3))
      .sort();
  const listed = (file: string) => [...new Set(importsOf(file).map((path) => path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '')))].sort();

  it('every recipe of the folder is in catalog/index.ts', () => {
    assert.deepEqual(listed('recipes/catalog/index.ts').filter((name) => name !== 'recipe'), members('recipes/catalog'));
  });
  it('every rule of the folder is in rules/index.ts', () => {
    const rules = members('server/lint/rules').filter((name) => name !== 'rule');
    const inList = listed('server/lint/rules/index.ts');
    assert.deepEqual(rules.filter((name) => !inList.includes(name)), []);
    for (const rule of rules) assert.ok(existsSync(`test/lint/${rule}`), `the rule ${rule} has no fixtures in test/lint/${rule}`);
  });
  it('everything that threading/index.ts offers to programs has a test', () => {
    const forHosts = ['errors', 'vocabulary', 'task', 'print'];
    const untested = listed('recipes/threading/index.ts').filter((name) => !forHosts.includes(name) && !existsSync(`test/threading/${name}.test.ts`));
    assert.deepEqual(untested, []);
  });
  it('every command of the folder is in commands/index.ts', () => {
    const inList = listed('client/commands/index.ts');
    assert.deepEqual(members('client/commands').filter((name) => !inList.includes(name)), []);
  });
});
