import assert from 'node:assert/strict';
import { mostFiles, shownFiles } from '../../client/own-recipe-files.js';

const paths = (count: number): string[] => Array.from({ length: count }, (_, n) => `/w/${String(n).padStart(5, '0')}.recipe.ts`);

describe('the files of recipes of the user', () => {
  it('are all shown, in order, each once', () => {
    const all = paths(700);
    assert.deepEqual(shownFiles([...all, ...all].reverse()), { files: all, leftOut: 0 });
  });

  it('beyond the limit are counted; which are shown does not depend on the order in which they were found', () => {
    const all = paths(mostFiles + 3);
    assert.deepEqual(shownFiles(all.toReversed()), { files: all.slice(0, mostFiles), leftOut: 3 });
  });
});
