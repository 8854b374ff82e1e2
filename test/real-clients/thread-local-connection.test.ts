// The HTTP server of the recipe with a connection for each thread, asked by curl, which is not ours.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serveRecipe } from './serving-recipe.js';
import { requireTool } from './tool.js';

describe('the HTTP server of thread-local-connection', function () {
  this.timeout(120_000);

  before(function () {
    requireTool(this, 'curl', 'curl');
  });

  it('answers curl with the path that was asked for, one connection for two requests of one curl', async () => {
    const recipe = await serveRecipe(
      ['thread-local-connection', '--set', 'threads=2', '--set', 'requests=2', '--set', 'pause=1', '--set', 'stay=600'],
      /serving http:\/\/127\.0\.0\.1:(\d+)/,
    );
    try {
      const url = (path: string) => `http://127.0.0.1:${recipe.found}/${path}`;
      const { stdout } = await promisify(execFile)('curl', ['--silent', '--show-error', '--fail', '--noproxy', '*', '--max-time', '20', '--write-out', '\n', url('one'), url('two')]);
      const [one, two] = stdout.trim().split('\n').map((line) => JSON.parse(line) as { path: string; connection: number });
      assert.deepEqual([one!.path, two!.path], ['/one', '/two']);
      assert.equal(one!.connection, two!.connection);
    } finally {
      await recipe.stop();
    }
  });
});
