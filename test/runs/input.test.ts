// A run that reads what its user types: in real processes, from the hub's input and from standard input of the command line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createHub, type Hub } from '../../server/hub.js';
import { testRecipe } from '../../server/recipe-test.js';
import type { RunEnded } from '../../server/protocol.js';

const echo = `
import { defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'Echo',
  transcript: { parameters: {}, input: ['first', 'second'], lines: { MainThread: ['reading', 'first', 'second', 'end'] } },
  main(parameters, input) {
    print('reading');
    for (const line of input) print(line);
    print('end');
  },
});
`;
const limits = { memory: 2_048, time: 20, output: 0 };

describe('a run that reads input', function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;
  let hub: Hub;
  let output = '';
  let printed: () => void = () => {};
  let over: (end: RunEnded) => void = () => {};
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-input-'));
    file = join(folder, 'echo.recipe.js');
    writeFileSync(file, echo);
    hub = createHub(resolve('dist/recipes/host/main.js'), {
      changed() {}, started() {}, deadlock() {},
      output(_run, chunks) {
        output += chunks.map(({ text }) => text).join('');
        printed();
      },
      ended: (end) => over(end),
    });
    hub.setOwnRecipes([file]);
  });
  after(async () => {
    await hub.stopAll();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => (output = ''));

  async function start() {
    const ended = new Promise<RunEnded>((settle) => (over = settle));
    const started = await hub.start(file, {}, limits);
    return { ...started, ended };
  }

  it('gets the lines in their order, and the end', async () => {
    const { run, readsInput, ended } = await start();
    assert.equal(readsInput, true);
    await Promise.all([hub.input(run, ['one', ''], false), hub.input(run, ['Grüße 中文'], false), hub.input(run, [], true)]);
    assert.equal((await ended).outcome.kind, 'completed');
    assert.equal(output, 'reading\none\n\nGrüße 中文\nend\n');
    await hub.input(run, ['nobody reads this'], false);
  });

  it('is stopped politely while it waits for a line', async () => {
    const { run, ended } = await start();
    await new Promise<void>((settle) => (printed = settle));
    await hub.stop(run);
    assert.deepEqual((await ended).outcome, { kind: 'stopped', by: 'request' });
    assert.equal(output, 'reading\n');
  });

  it('is given the input of its transcript in a test', async () => {
    assert.deepEqual((await testRecipe(hub, file, limits)).differences, []);
  });

  it('does not read where it takes no second parameter', async () => {
    assert.equal((await hub.entry('countdown')).readsInput, false);
    assert.equal((await hub.entry('typed-lines')).readsInput, true);
  });

  it('takes standard input of the command line as it comes, and lets go of it at its end', async () => {
    const child = spawn(process.execPath, ['dist/server/cli.cjs', 'run', 'typed-lines', '--set', 'perLine=0'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const until = async (wanted: RegExp) => {
      for (let line = await lines.next(); !wanted.test(line.value as string); line = await lines.next()) assert.equal(line.done, false, String(wanted));
    };
    await until(/type lines/);
    child.stdin.write('a line in ');
    child.stdin.write('two pieces\n');
    await until(/“a line in two pieces” has 5 words/);
    child.stdin.write('quit\n'); // The pipe stays open.
    await until(/1 lines with 5 words/);
    assert.deepEqual(await exit, [0, null]);
  });
});
