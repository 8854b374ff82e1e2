// The manifest and the client agree: commands, menus, views and texts.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Manifest {
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, { command?: string; when?: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string }[];
    walkthroughs: { steps: { id: string; media: { markdown: string }; completionEvents: string[] }[] }[];
    configuration: { properties: Record<string, { markdownDescription?: string; scope?: string; order?: number; default?: unknown }> }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const sources = (folder: string): string => readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n');
const commandIds = manifest.contributes.commands.map(({ command }) => command);

describe('the manifest', () => {
  it('declares exactly the commands that the client registers', () => {
    const registered = [...sources('client/commands').matchAll(/id: '(threadbook\.\w+)'/g)].map(([, id]) => id);
    assert.deepEqual([...commandIds].sort(), registered.sort());
    assert.ok(registered.length > 0);
  });

  it('puts only declared commands into menus', () => {
    for (const [menu, items] of Object.entries(manifest.contributes.menus)) {
      for (const { command } of items) if (command !== undefined) assert.ok(commandIds.includes(command), `${menu} names ${command}, which contributes.commands does not declare`);
    }
  });

  it('declares exactly the views that the client fills, and welcomes only in them', () => {
    const ids = Object.values(manifest.contributes.views).flat().map(({ id }) => id);
    const filled = [...sources('client/views').matchAll(/id: '(threadbook\.\w+)'/g)].map(([, id]) => id);
    assert.deepEqual([...ids].sort(), filled.sort());
    for (const { view } of manifest.contributes.viewsWelcome) assert.ok(ids.includes(view), `viewsWelcome names ${view}`);
  });

  it('has a text for every key and a use for every text', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('names in its texts only commands that exist', () => {
    for (const [, command] of Object.values(texts).join('\n').matchAll(/\(command:(threadbook\.\w+)\)/g)) assert.ok(commandIds.includes(command ?? ''), `a text links to ${command}`);
  });

  it('describes every setting, with an order, a scope and a default', () => {
    for (const { properties } of manifest.contributes.configuration) {
      for (const [name, setting] of Object.entries(properties)) {
        for (const key of ['markdownDescription', 'scope', 'order', 'default'] as const) assert.notEqual(setting[key], undefined, `${name} has no ${key}`);
      }
    }
  });

  it('wakes the extension for exactly the languages that the client serves, and for its pages', () => {
    const [, list = ''] = /export const languages = \[([^\]]+)\]/.exec(readFileSync('client/server.ts', 'utf8')) ?? [];
    const served = [...list.matchAll(/'(\w+)'/g)].map(([, language]) => `onLanguage:${language}`);
    const pages = [...sources('client/pages').matchAll(/viewType: '(threadbook\.\w+)'/g)].map(([, viewType]) => `onWebviewPanel:${viewType}`);
    assert.ok(pages.length > 0);
    assert.deepEqual(manifest.activationEvents, [...served, ...pages]);
  });

  it('hides from the palette what needs a row', () => {
    const hidden = manifest.contributes.menus['commandPalette']?.find(({ command }) => command === 'threadbook.runRecipeNow');
    assert.equal(hidden?.when, 'false');
  });

  it('has a walkthrough of four to six steps, each with its text and with an event of the client that ticks it', () => {
    const client = sources('client');
    for (const { steps } of manifest.contributes.walkthroughs) {
      assert.ok(steps.length >= 4 && steps.length <= 6);
      for (const { id, media, completionEvents } of steps) {
        assert.ok(existsSync(media.markdown), media.markdown);
        assert.ok(completionEvents.length > 0, id);
        for (const [kind, name = ''] of completionEvents.map((event) => event.split(':'))) {
          if (kind === 'onContext') assert.ok(client.includes(`'${name}'`), `${id}: nobody sets ${name}`);
          else assert.ok(kind === 'onView' && Object.values(manifest.contributes.views).flat().some((view) => view.id === name), `${id}: ${kind}:${name}`);
        }
      }
    }
  });
});
