// Links and pictures in the documents lead somewhere.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];

describe('the links of the documents', () => {
  for (const path of documents) {
    it(`${path} links to what is there`, () => {
      const text = readFileSync(path, 'utf8').replace(/```[^]*?```|`[^`\n]*`/g, '');
      const targets = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) => decodeURI(match[1]!));
      assert.deepEqual(targets.filter((target) => !existsSync(join(dirname(path), target))), []);
    });
  }
});
