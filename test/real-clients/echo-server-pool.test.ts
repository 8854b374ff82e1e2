// The echo server with netcat, which is not ours, while a load of a hundred other clients is on a pool of 128 threads.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { serveRecipe } from './serving-recipe.js';
import { requireTool } from './tool.js';

/** Sends the lines and answers what came back until the server has closed the connection. */
async function netcat(port: number, lines: readonly string[]): Promise<string[]> {
  const child = spawn('nc', ['-N', '127.0.0.1', String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  let received = '';
  for await (const text of child.stdout.setEncoding('utf8')) received += text;
  const [code] = await closed;
  assert.equal(code, 0);
  return received.split('\n').slice(0, -1);
}

describe('the echo server with a pool of 128 threads', function () {
  this.timeout(120_000);

  before(function () {
    requireTool(this, 'nc', 'netcat-openbsd');
  });

  it('echoes to several netcats at once what each of them has sent', async () => {
    const parameters = { poolSize: 128, clients: 100, requests: 2, work: 20, stay: 600 };
    const set = Object.entries(parameters).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    const recipe = await serveRecipe(['echo-server-pool', ...set], /listening on 127\.0\.0\.1:(\d+)/);
    try {
      const sent = Array.from({ length: 8 }, (_, client) => Array.from({ length: 5 }, (_, n) => `netcat ${client}, line ${n}: Grüße`));
      const received = await Promise.all(sent.map((lines) => netcat(Number(recipe.found), lines)));
      assert.deepEqual(received, sent);
    } finally {
      await recipe.stop();
    }
  });
});
