// The servers of generators, talked to by netcat and curl.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { serveRecipe, type ServingRecipe } from './serving-recipe.js';
import { requireTool } from './tool.js';

const run = promisify(execFile);

/** What netcat prints when it is given the text and then the end of its input. */
async function netcat(port: string, text: string): Promise<string> {
  const child = spawn('nc', ['-N', '127.0.0.1', port], { stdio: ['pipe', 'pipe', 'inherit'], timeout: 10_000 });
  let echoed = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (echoed += piece));
  child.stdin.end(text);
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  return echoed;
}

describe('the echo server of generators, with netcat', function () {
  this.timeout(20_000);
  let server: ServingRecipe;
  before(function () {
    requireTool(this, 'nc', 'netcat-openbsd');
  });
  before(async () => {
    server = await serveRecipe(['network-scheduler', '--set', 'clients=0', '--set', 'serveFor=60000'], /listening on 127\.0\.0\.1:(\d+)/);
  });
  after(() => server?.stop());

  it('echoes what netcat sends, to the last byte after netcat has ended its side', async () => {
    assert.equal(await netcat(server.found, 'one\ntwo\nwithout an end of line'), 'one\ntwo\nwithout an end of line');
  });

  it('serves several netcats at once, with more than a socket buffers', async () => {
    const texts = Array.from({ length: 4 }, (_, n) => `netcat ${n}\n`.repeat(100_000));
    const echoes = await Promise.all(texts.map((text) => netcat(server.found, text)));
    assert.ok(echoes.every((echo, n) => echo === texts[n]));
  });
});

describe('the HTTP server of generators, with curl', function () {
  this.timeout(20_000);
  let server: ServingRecipe;
  before(function () {
    requireTool(this, 'curl', 'curl');
  });
  before(async () => {
    server = await serveRecipe(['yield-composition', '--set', 'requests=0', '--set', 'serveFor=60000'], /listening on (http:\/\/127\.0\.0\.1:\d+)/);
  });
  after(() => server?.stop());

  it('answers curl', async () => {
    const { stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '10', '-H', 'X-One: 1', `${server.found}/hello`]);
    assert.match(stdout, /^GET \/hello with \d+ headers\n$/);
  });

  it('takes a request in pieces, and outlives one that is none', async () => {
    const refused = await run('curl', ['--silent', '--max-time', '10', '--http0.9', '--request', 'GET', '--request-target', 'no-slash', server.found]).catch((error: { code: number }) => error);
    assert.ok('code' in refused && refused.code !== 0, 'a request without a path got an answer');
    const { stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '10', '-H', `X-Long: ${'x'.repeat(12_000)}`, `${server.found}/after`]);
    assert.match(stdout, /^GET \/after with/);
    assert.ok(server.lines.some((line) => line.includes('a client was lost: “GET no-slash HTTP/1.1” is no request line')), server.lines.join('\n'));
  });
});
