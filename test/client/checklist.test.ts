// What a first-rate extension meets and a program can check: the manifest for the store, menus, settings, tools for models, pages without foreign colours or code.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { findingsAsText } from '../../server/cli/finding-formats.js';
import type { Finding } from '../../server/lint/facts/finding.js';

interface MenuItem {
  command?: string;
  submenu?: string;
  when?: string;
  group?: string;
}
interface Manifest {
  engines: { vscode: string };
  displayName: string;
  icon: string;
  categories: string[];
  keywords: string[];
  extensionKind: string[];
  capabilities: { untrustedWorkspaces: { supported: unknown; description: string }; virtualWorkspaces: { supported: unknown; description: string } };
  activationEvents: string[];
  dependencies?: object;
  contributes: {
    commands: { command: string; title: string; category: string; icon?: string; enablement?: string }[];
    menus: Record<string, MenuItem[]>;
    submenus: { id: string; label: string }[];
    views: Record<string, { id: string; accessibilityHelpContent?: string }[]>;
    configuration: { title: string; order: number; properties: Record<string, { order: number; scope: string }> }[];
    languageModelTools: { name: string; modelDescription: string; displayName: string; userDescription: string; inputSchema: { type: string } }[];
    keybindings?: object[];
    taskDefinitions: { type: string; required: string[] }[];
    problemMatchers: { name: string; owner: string; pattern: { regexp: string; file: number; line: number; column: number; severity: number; code: number; message: number } }[];

  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const { commands, menus, submenus, views, configuration, languageModelTools } = manifest.contributes;
const filesOf = (folder: string, ending: RegExp): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name)).map((name) => `${folder}/${name}`);
const said = (key: string): string => texts[key.replaceAll('%', '')] ?? key;

describe('the oldest VS Code that the manifest promises', () => {
  it('is the one whose API everything is compiled against', () => {
    const { version } = JSON.parse(readFileSync('node_modules/@types/vscode/package.json', 'utf8')) as { version: string };
    assert.equal(manifest.engines.vscode, `^${version}`);
  });
});

describe('the manifest for the store', () => {
  it('has an icon of 128 pixels or more that is a PNG', () => {
    const bytes = readFileSync(manifest.icon);
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    assert.ok(bytes.readUInt32BE(16) >= 128 && bytes.readUInt32BE(20) >= 128);
  });

  it('has a short name, five to thirty keywords, and categories that exist', () => {
    assert.ok(manifest.displayName.split(' ').length <= 3);
    assert.ok(manifest.keywords.length >= 5 && manifest.keywords.length <= 30);
    for (const category of manifest.categories) assert.ok(['Linters', 'Debuggers', 'Testing', 'Education', 'Visualization'].includes(category), category);
  });

  it('runs where the files are, and says what it does in workspaces that are virtual or not trusted', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    for (const { supported, description } of Object.values(manifest.capabilities)) assert.ok(supported === 'limited' && said(description).length > 40);
  });

  it('does not wake up for everything, and installs nothing', () => {
    assert.ok(!manifest.activationEvents.some((event) => event === '*' || event === 'onStartupFinished'));
    assert.equal(manifest.dependencies, undefined, 'what ships is bundled');
  });
});

describe('the commands and menus', () => {
  it('have one category, plain titles, icons of the editor, and no keys of other commands', () => {
    for (const { command, title, category, icon } of commands) {
      assert.equal(category, '%category%', command);
      assert.match(said(title), /^[A-Z][A-Za-z -]*…?$/, command);
      if (icon !== undefined) assert.match(icon, /^\$\([a-z-]+\)$/, command);
    }
    assert.equal(manifest.contributes.keybindings, undefined);
  });

  it('show in the palette only what works there', () => {
    const shown = new Map(menus['commandPalette']?.map(({ command, when }) => [command, when]));
    for (const { command, enablement } of commands) if (enablement !== undefined) assert.equal(shown.get(command), enablement, `${command} is shown while it cannot be used`);
  });

  it('take little room: one action in the title of an editor, few in line, the pages of a run in a submenu', () => {
    assert.equal(menus['editor/title'], undefined);
    assert.deepEqual(menus['editor/title/run']?.map(({ command }) => command), ['threadbook.runRecipeNow']);
    assert.equal(menus['editor/context'], undefined);
    assert.equal(menus['explorer/context'], undefined);
    for (const { id } of submenus) {
      assert.ok(menus[id]?.length, `${id} is empty`);
      assert.ok(Object.values(menus).flat().some(({ submenu }) => submenu === id), `${id} is nowhere`);
    }
    const used = Object.entries(menus).filter(([menu]) => menu.startsWith('view/item')).flatMap(([, items]) => items);
    for (const { command, group = '' } of used) assert.match(group, /^(inline|\d_[a-z]+)@-?\d$/, command);
  });
});

describe('the views and settings', () => {
  it('are at most four views in one container, each with help for whoever cannot see it', () => {
    const all = Object.values(views).flat();
    assert.equal(Object.keys(views).length, 1);
    assert.ok(all.length <= 4);
    for (const { id, accessibilityHelpContent = '' } of all) assert.ok(said(accessibilityHelpContent).length > 60, id);
  });

  it('are settings in sections that are in order', () => {
    assert.ok(configuration.length > 1);
    assert.deepEqual(configuration.map(({ order }) => order), configuration.map((_, index) => index + 1));
    for (const { title, properties } of configuration) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(orders, [...new Set(orders)].sort((a, b) => a - b), `the order in ${title}`);
      assert.ok(!Object.values(properties).some(({ scope }) => scope === 'application'));
    }
  });
});

describe('the tools for language models', () => {
  it('are those that the client registers, and say what they do', () => {
    const registered = filesOf('client/tools', /\.ts$/).flatMap((file) => /name: '(threadbook_\w+)'/.exec(readFileSync(file, 'utf8'))?.[1] ?? []);
    assert.deepEqual(languageModelTools.map(({ name }) => name).sort(), registered.sort());
    for (const { name, modelDescription, displayName, userDescription, inputSchema } of languageModelTools) {
      assert.ok(modelDescription.length > 80 && said(displayName).length > 4 && said(userDescription).length > 10, name);
      assert.equal(inputSchema.type, 'object', name);
    }
  });
});

describe('the pages of the editor area', () => {
  it('have colours of the theme only', () => {
    for (const file of [...filesOf('webviews', /\.css$/), ...filesOf('webviews', /\.ts$/)]) {
      const foreign = readFileSync(file, 'utf8').match(/(?<![\w&-])#[0-9a-f]{3,8}\b(?!['"]?\))|\b(?:rgba?|hsla?)\(\s*\d/gi) ?? [];
      assert.deepEqual(foreign, [], file);
    }
  });

  it('load nothing from elsewhere, run no text as a program, and are not kept when nobody looks', () => {
    const html = readFileSync('client/pages/page-html.ts', 'utf8');
    assert.match(html, /default-src 'none'/);
    assert.doesNotMatch(html, /unsafe-(inline|eval)|https?:/);
    for (const file of filesOf('client', /\.ts$/)) assert.doesNotMatch(readFileSync(file, 'utf8'), /retainContextWhenHidden: true/, file);
    for (const file of filesOf('webviews', /\.ts$/)) assert.doesNotMatch(readFileSync(file, 'utf8'), /\beval\(|new Function\(|innerHTML|outerHTML|insertAdjacentHTML|(?<![#.\w])fetch\(/, file);
  });
});

describe('the problem matcher', () => {
  it('reads every kind of line that the command line writes, on every system, and none of the steps below it', () => {
    const [matcher] = manifest.contributes.problemMatchers;
    const pattern = new RegExp(matcher!.pattern.regexp);
    const at = (file: string, line: number, column: number): Finding['site'] => ({ file, line, column, endLine: line, endColumn: column + 1 });
    const related: Finding['related'] = [{ site: at('/w/bank.py', 3, 5), message: 'A1: transfer takes a' }];
    for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
      const [line = '', step = '', sum = ''] = findingsAsText([{ rule: 'lock-order-inversion', severity, site: at('/w/b: 1.py', 7, 9), message: 'Possible deadlock: a and [b].', related }], 1).split('\n');
      const found = pattern.exec(line) ?? assert.fail(line);
      const { file, line: row, column, severity: how, code, message } = matcher!.pattern;
      assert.deepEqual([found[row], found[column], found[how], found[code], found[message]], ['7', '9', severity, 'lock-order-inversion', 'Possible deadlock: a and [b].']);
      assert.ok(found[file]?.endsWith('b: 1.py'));
      for (const other of [step, sum]) assert.doesNotMatch(other, pattern);
    }
    assert.equal(pattern.exec('C:\\w\\bank.py:7:9: error [lock-leak] x')?.[1], 'C:\\w\\bank.py');
    assert.equal(matcher!.owner, 'threadbook', 'what the editor finds takes the place of what a task found in the same file');
  });
});

describe('activation', () => {
  it('loads nothing heavy: the protocol library comes with the server, which comes when it is needed', () => {
    for (const file of filesOf('client', /\.ts$/)) {
      const early = [...readFileSync(file, 'utf8').matchAll(/^import (?!type)[^;]*from '(vscode-[^']+|node:child_process)'/gm)].map(([, name]) => name);
      assert.deepEqual(early.filter((name) => file !== 'client/lint-tasks.ts' || name !== 'node:child_process'), [], file);
    }
  });
});

describe('the documents for the store', () => {
  it('begin with a picture, and have what a reader looks for', () => {
    const readme = readFileSync('README.md', 'utf8');
    assert.match(readme, /^# Threadbook\n\n[^\n]+\n\n!\[[^\]]+\]\([^)]+\.(png|gif)\)/);
    for (const title of ['Try it in 30 seconds', 'What it does', 'Settings', 'Limits', 'Privacy']) assert.match(readme, new RegExp(`^## ${title}`, 'm'));
    assert.doesNotMatch(readme, /\.svg\)/);
  });

  it('name every setting', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const name of configuration.flatMap(({ properties }) => Object.keys(properties))) assert.ok(readme.includes(`\`${name}\``), name);
  });

  it('keep a changelog in its usual form', () => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    assert.match(changelog, /Keep a Changelog/);
    const titles = [...changelog.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
    for (const title of titles) assert.match(title, /^\[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d{2}-\d{2})?$/);
    for (const [, kind = ''] of changelog.matchAll(/^### (.*)$/gm)) assert.match(kind, /^(Added|Changed|Deprecated|Removed|Fixed|Security)$/);
  });
});

describe('what leaves the machine', () => {
  it('is nothing: no telemetry, and no network in what ships', () => {
    for (const file of ['client', 'server'].flatMap((folder) => filesOf(folder, /\.ts$/))) {
      assert.doesNotMatch(readFileSync(file, 'utf8'), /extension-telemetry|createTelemetryLogger|node:https?'|node:net'|(?<![#.\w])fetch\(|XMLHttpRequest/, file);
    }
  });
});
