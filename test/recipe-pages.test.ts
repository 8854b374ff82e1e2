// docs/recipes.md names every recipe of the catalogue once, in its order, below its section, and a twin where it is one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadCatalog } from '../server/runs/catalog.js';

it('the page of the recipes is true', async () => {
  let section = '';
  const rows = readFileSync('docs/recipes.md', 'utf8').split('\n').flatMap((line) => {
    const [, head = '', what = '', recipe] = /^\| (.*?) ?\| (.+) \| `([\w-]+)` \|$/.exec(line) ?? [];
    if (head !== '') section = head;
    return recipe === undefined ? [] : [{ section, id: recipe, twin: what.startsWith('twin: ') }];
  });
  const catalog = await loadCatalog(resolve('dist/recipes/host/main.js'));
  assert.deepEqual(rows, catalog.map(({ id, section: number, sectionTitle, twinOf }) => ({ section: `${number} ${sectionTitle}`, id, twin: twinOf !== undefined })));
});
