// Runs every recipe of the catalogue as the command line does, with small parameters, and compares with what it says of itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

async function threadbook(...args: string[]): Promise<Finished> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['dist/server/cli.cjs', ...args], { maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown } & Omit<Finished, 'code'>;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

/** Parameters that make a recipe short, and lines that it must print, in this order. */
const recipes: Record<string, { set?: string[]; prints: RegExp[] }> = {
  countdown: {
    set: ['from=50', 'stopAfter=300'],
    prints: [/\[MainThread\] the countdown is running/, /\[countdown\] T-minus 49/, /\[countdown\] asked to stop at \d+/, /\[MainThread\] the countdown has ended/],
  },
  'daemon-thread': { set: ['work=300', 'every=50'], prints: [/\[heartbeat\] beat 2/, /\[MainThread\] done/] },
  'thread-has-started': {
    set: ['from=2'],
    prints: [/\[MainThread\] launching/, /\[countdown\] T-minus 1/],
  },
  'producer-consumer': {
    set: ['orders=20', 'capacity=2', 'perOrder=1'],
    prints: [/\[consumer\] served order 20: coffee/, /\[consumer\] the sentinel came after 20 orders/, /\[MainThread\] every order is done/],
  },
  'shared-counter': { set: ['times=100000'], prints: [/expected 400000, counted 400000, lost 0/] },
  'shared-counter-unlocked': { set: ['times=2000000'], prints: [/lost [1-9]\d*/] },
  'transfer-ordered': { set: ['transfers=20000'], prints: [/together 2000/] },
  'transfer-opposite-order': { prints: [/took the first account/] },
  'echo-server-pool': { set: ['work=1', 'clients=20'], prints: [/listening on 127\.0\.0\.1:\d+/, /100 of 100 echoes were right/] },
};

describe('the recipes', function () {
  this.timeout(60_000);

  it('are all tested here', async () => {
    const { stdout } = await threadbook('run', '--list', '--format', 'json');
    const listed = JSON.parse(stdout) as { id: string; section: string; title: string }[];
    assert.deepEqual(listed.map(({ id }) => id).sort(), Object.keys(recipes).sort());
    for (const entry of listed) assert.deepEqual(Object.keys(entry), ['id', 'section', 'title']);
  });

  for (const [id, { set = [], prints }] of Object.entries(recipes)) {
    it(`${id} ends as it says it should`, async () => {
      const { code, stdout, stderr } = await threadbook('run', id, ...set.flatMap((each) => ['--set', each]));
      assert.equal(code, 0, stdout + stderr);
      let from = 0;
      for (const line of prints) {
        const at = stdout.slice(from).search(line);
        assert.ok(at >= 0, `${line} is missing${from > 0 ? ' after the line before it' : ''} in\n${stdout}`);
        from += at;
      }
    });
  }

  it('the deadlock is spelled out, with where each lock was taken', async () => {
    const { stdout, stderr } = await threadbook('run', 'transfer-opposite-order');
    assert.match(stderr, /Deadlock: saver waits for checking, held by spender; spender waits for savings, held by saver\./);
    assert.match(stdout, /^savings \(Lock\) +held by saver .*taken in transfer \(transfer-opposite-order\.ts:\d+\)/m);
    assert.match(stdout, /^saver +waiting for checking, held by spender/m);
  });

  it('the additions that the unlocked counter loses are really lost', async () => {
    const { stdout } = await threadbook('run', 'shared-counter-unlocked');
    const [, expected, counted, lost] = /expected (\d+), counted (\d+), lost (\d+)/.exec(stdout)!.map(Number);
    assert.equal(expected! - counted!, lost);
    assert.ok(lost! > 0);
  });
});

describe('the command line: run', function () {
  this.timeout(30_000);

  const wrong: [string, string[], RegExp][] = [
    ['no recipe', ['run'], /Which recipe\?/],
    ['an unknown recipe', ['run', 'counter'], /There is no recipe “counter”\. Did you mean shared-counter, shared-counter-unlocked\?/],
    ['an unknown parameter', ['run', 'countdown', '--set', 'form=3'], /There is no parameter “form”; this recipe has from, stopAfter/],
    ['a bad value', ['run', 'countdown', '--set', 'from=many'], /from must be a whole number from 1 to 1000, not “many”/],
    ['a --set without a value', ['run', 'countdown', '--set', 'from'], /--set takes name=value, not “from”/],
    ['an unknown option', ['run', 'countdown', '--fast'], /--fast/],
    ['a format that does not exist', ['run', '--list', '--format', 'xml'], /--format must be text or json, not “xml”/],
    ['an unknown command', ['walk'], /walk/],
  ];
  for (const [name, args, message] of wrong) {
    it(`refuses ${name} with exit code 2`, async () => {
      const { code, stderr } = await threadbook(...args);
      assert.match(stderr, message);
      assert.equal(code, 2);
    });
  }

  it('with --format json answers one object', async () => {
    const { stdout } = await threadbook('run', 'daemon-thread', '--set', 'work=1', '--format', 'json');
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(answer.outcome, { kind: 'completed' });
    assert.equal(answer.asExpected, true);
  });

  it('is over its time limit with exit code 1', async () => {
    const { code, stdout } = await threadbook('run', 'countdown', '--set', 'from=1000', '--set', 'stopAfter=600000', '--time-limit', '1');
    assert.equal(code, 1);
    assert.match(stdout, /stopped after its time limit of 1 s/);
  });
});
