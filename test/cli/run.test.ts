import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { threadbook } from '../command-line.js';

describe('the command line: run', function () {
  this.timeout(30_000);

  const wrong: [string, string[], RegExp][] = [
    ['no recipe', ['run'], /Which recipe\?/],
    ['an unknown recipe', ['run', 'counter'], /There is no recipe “counter”\. Did you mean shared-counter, shared-counter-unlocked\?/],
    ['an unknown parameter', ['run', 'countdown', '--set', 'form=3'], /There is no parameter “form”\. Did you mean from\?/],
    ['a bad value', ['run', 'countdown', '--set', 'from=many'], /from must be a whole number from 1 to 1000, not “many”/],
    ['a --set without a value', ['run', 'countdown', '--set', 'from'], /--set takes name=value, not “from”/],
    ['an unknown option', ['run', 'countdown', '--fast'], /--fast/],
    ['a format that does not exist', ['run', '--list', '--format', 'xml'], /--format must be text or json, not “xml”/],
    ['an unknown command', ['walk'], /There is no command “walk”/],
  ];
  for (const [name, args, message] of wrong) {
    it(`refuses ${name} with exit code 2`, async () => {
      const { code, stderr } = await threadbook(...args);
      assert.match(stderr, message);
      assert.equal(code, 2);
    });
  }

  it('lists the recipes as an array of id, section and title', async () => {
    const { stdout } = await threadbook('run', '--list', '--format', 'json');
    const listed = JSON.parse(stdout) as Record<string, unknown>[];
    assert.ok(listed.length >= 9);
    for (const entry of listed) assert.deepEqual(Object.keys(entry), ['id', 'section', 'title']);
  });

  it('with --format json answers one object', async () => {
    const { stdout } = await threadbook('run', 'daemon-thread', '--set', 'work=1', '--format', 'json');
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(answer.outcome, { kind: 'completed' });
    assert.equal(answer.asExpected, true);
  });

  it('records a run, and exports the recording as a trace', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'threadbook-'));
    const file = join(folder, 'run.threadbook-run');
    try {
      assert.equal((await threadbook('run', 'shared-counter', '--record', file)).code, 0);
      const { code, stdout, stderr } = await threadbook('export', file, '--output', '-');
      assert.equal(stderr, '');
      assert.equal(code, 0);
      const { traceEvents } = JSON.parse(stdout) as { traceEvents: { name: string; cat?: string }[] };
      assert.ok(traceEvents.some(({ cat, name }) => cat === 'held' && name.startsWith('held by ')));
      await writeFile(file, (await readFile(file)).subarray(0, 100));
      const cut = await threadbook('export', file);
      assert.match(cut.stderr, /run\.threadbook-run: The file is damaged or cut off/);
      assert.equal(cut.code, 2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is over its time limit with exit code 1', async () => {
    const { code, stdout } = await threadbook('run', 'countdown', '--set', 'from=1000', '--set', 'stopAfter=600000', '--time-limit', '1');
    assert.equal(code, 1);
    assert.match(stdout, /stopped after its time limit of 1 s/);
  });

  it('says nothing when its reader has seen enough', async () => {
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `"${process.execPath}" dist/server/cli.cjs run --list | head -n 1`]);
    assert.match(stdout, /^12\.1 Starting and stopping threads\n$/);
    assert.equal(stderr, '');
  });
});
