// Every text is there in every language: the manifest's (package.nls*.json), and the client's, the server's and the recipes' (l10n/bundle.l10n.*.json).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadCatalog } from '../../server/runs/catalog.js';

type Texts = Record<string, string>;

const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;
/** The server's texts are in the same bundle: the client hands it in. */
const code = ['client', 'server', 'recipes/host']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(name, 'utf8'))
  .join('\n');
/** `say('…')` stands in a list of texts. */
const used = new Set([...code.matchAll(/\b(?:l10n\.t|say)\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')));
/** What the recipes of the catalogue say of themselves; the server looks it up as a whole. */
for (const { sectionTitle, title, story, doc, parameters } of await loadCatalog(resolve('dist/recipes/host/main.js'))) {
  for (const text of [sectionTitle, title, story, doc, ...Object.values(parameters).map(({ help }) => help)]) used.add(text);
}
const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);

/** `{0}`, and the commands that a text links to. */
const fixedParts = (text: string): string[] => [...text.matchAll(/\{\d\}|\(command:[^)]*\)|`[^`]*`/g)].map(([part]) => part).sort();

const differences = (texts: Texts, wanted: readonly string[]): { missing: string[]; unused: string[] } => ({
  missing: wanted.filter((key) => !(key in texts)),
  unused: Object.keys(texts).filter((key) => !wanted.includes(key)),
});

describe('the texts of the client', () => {
  it('are literals, so that they can be collected', () => {
    const calls = [...code.matchAll(/\bl10n\.t\(/g)].length;
    assert.equal([...code.matchAll(/\bl10n\.t\(\s*'/g)].length, calls, 'l10n.t is called with something else than a text in single quotes');
    assert.ok(used.size > 30);
  });

  it('exist in Chinese', () => assert.ok(languages.includes('zh-cn')));

  it('of the manifest are all there in English', () => {
    const keys = [...readFileSync('package.json', 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(read('package.nls.json')).sort());
  });

  for (const language of languages) {
    const bundle = read(`l10n/bundle.l10n.${language}.json`);
    const manifest = read(`package.nls.${language}.json`);
    const english = read('package.nls.json');

    it(`are all there in ${language}, and no others`, () => {
      assert.deepEqual(differences(bundle, [...used]), { missing: [], unused: [] });
      assert.deepEqual(differences(manifest, Object.keys(english)), { missing: [], unused: [] });
    });

    it(`keep their places for values, their commands and their code in ${language}`, () => {
      for (const [text, translated] of Object.entries(bundle)) assert.deepEqual(fixedParts(translated), fixedParts(text), text);
      for (const [key, translated] of Object.entries(manifest)) assert.deepEqual(fixedParts(translated), fixedParts(english[key] ?? ''), key);
    });

    it(`are translated in ${language}`, () => {
      const names = ['displayName', 'category', 'container.title'];
      assert.deepEqual(Object.entries(manifest).filter(([key, text]) => text === english[key] && !names.includes(key)), []);
      assert.deepEqual(Object.entries(bundle).filter(([text, translated]) => text === translated), []);
    });

    it(`of the walkthrough have a page for each step in ${language}`, () => {
      const pages = readdirSync('media/walkthrough');
      const steps = pages.filter((name) => /^[\w-]+\.md$/.test(name)).map((name) => name.replace('.md', ''));
      assert.deepEqual(pages.filter((name) => name.endsWith(`.nls.${language}.md`)), steps.map((step) => `${step}.nls.${language}.md`));
    });
  }
});
