// Runs that go wrong, in real processes: each ends with an outcome, and the next run starts as if nothing had happened.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createHub, type Hub, type HubListener } from '../../server/hub.js';
import { threadsView } from '../../server/model/run-rows.js';
import { stuckThreads } from '../../server/model/wait-graph.js';
import type { OutputChunk, RunEnded, RunId } from '../../server/protocol.js';

const hostPath = fileURLToPath(new URL('./misbehaving/host.js', import.meta.url));
const limits = { memory: 512, time: 0, output: 0 };

interface Watched {
  hub: Hub;
  output: string[];
  deadlocks: string[];
  /** The end of a run, or a promise of it. */
  end(run: RunId): Promise<RunEnded>;
  /** Settles when the condition holds; it is looked at after each change of a state. */
  until(condition: () => boolean): Promise<void>;
}

function watch(onOutput: (chunks: OutputChunk[]) => void = () => {}): Watched {
  const output: string[] = [];
  const deadlocks: string[] = [];
  const ended = new Map<RunId, RunEnded>();
  const waiting = new Set<() => void>();
  const look = () => {
    for (const each of waiting) each();
  };
  const listener: HubListener = {
    changed: look,
    started() {},
    output(_run, chunks) {
      onOutput(chunks);
      output.push(...chunks.map((chunk) => chunk.text));
      look();
    },
    deadlock: (_run, text) => void deadlocks.push(text),
    ended(end) {
      ended.set(end.run, end);
      look();
    },
  };
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    hub: createHub(hostPath, listener),
    output,
    deadlocks,
    until,
    async end(run) {
      await until(() => ended.has(run));
      return ended.get(run)!;
    },
  };
}

/** Whether any process of the group of that process is alive. */
function groupAlive(pid: number): boolean {
  try {
    return execFileSync('ps', ['-eo', 'pgid=,stat='], { encoding: 'utf8' })
      .split('\n')
      .some((line) => Number.parseInt(line, 10) === pid && !/\bZ/.test(line));
  } catch (error) {
    throw new Error('`ps` is needed for this test', { cause: error });
  }
}

describe('a run that goes wrong', function () {
  this.timeout(60_000);
  const all = watch();
  after(() => all.hub.stopAll());

  async function outcomeOf(recipe: string): Promise<RunEnded> {
    const { run } = await all.hub.start(recipe, {}, limits);
    return all.end(run);
  }

  it('throws: the outcome has the message and the stack', async () => {
    const { outcome, asExpected } = await outcomeOf('throws');
    assert.equal(outcome.kind, 'raised');
    assert.match(outcome.kind === 'raised' ? outcome.message : '', /no such thing/);
    assert.match(outcome.kind === 'raised' ? outcome.stack : '', /catalog/);
    assert.equal(asExpected, false);
  });

  it('throws in another thread: that thread says so, the main thread goes on', async () => {
    const { run } = await all.hub.start('throws-in-thread', {}, limits);
    assert.deepEqual((await all.end(run)).outcome, { kind: 'completed' });
    assert.match(all.output.join(''), /the main thread goes on/);
    const state = all.hub.states().find((each) => each.run === run)!;
    const unlucky = [...state.threads.values()].find((thread) => thread.name === 'unlucky')!;
    assert.equal(unlucky.state.kind === 'ended' && unlucky.state.ending.how, 'raised');
  });

  it('exits: the outcome has the code', async () => assert.deepEqual((await outcomeOf('exits')).outcome, { kind: 'exited', code: 7 }));

  it('is killed from outside: the outcome has the signal', async () => {
    const { outcome } = await outcomeOf('exits-process');
    assert.equal(outcome.kind === 'crashed' && outcome.signal, 'SIGKILL');
  });

  it('exhausts its heap', async () => assert.equal((await outcomeOf('exhausts-heap')).outcome.kind, 'out-of-memory'));
  it('exhausts memory outside the heap', async () => assert.equal((await outcomeOf('exhausts-memory')).outcome.kind, 'out-of-memory'));

  for (const recipe of ['blocks-for-ever', 'spins-for-ever', 'refuses-to-stop', 'threads-block-for-ever']) {
    it(`${recipe}: is stopped within 3 s and leaves no process behind`, async () => {
      const { run } = await all.hub.start(recipe, {}, limits);
      await all.until(() => (all.hub.states().find((each) => each.run === run)?.threads.size ?? 0) > 0);
      const pid = all.hub.pid(run)!;
      assert.ok(groupAlive(pid));
      const begun = performance.now();
      await all.hub.stop(run);
      assert.ok(performance.now() - begun < 3_000, `${performance.now() - begun} ms`);
      assert.equal((await all.end(run)).outcome.kind, 'stopped');
      assert.equal(groupAlive(pid), false);
    });
  }

  it('a polite stop is enough for a thread that waits', async () => {
    const { run } = await all.hub.start('blocks-for-ever', {}, limits);
    await all.until(() => all.hub.states()[0]!.threads.size > 0);
    await all.hub.stop(run);
    assert.deepEqual((await all.end(run)).outcome, { kind: 'stopped', by: 'request' });
  });

  it('is over its time limit', async () => {
    const { run } = await all.hub.start('blocks-for-ever', {}, { ...limits, time: 1 });
    assert.deepEqual((await all.end(run)).outcome, { kind: 'timed-out', seconds: 1 });
  });

  it('waits for a thread that nobody joins', async () => {
    const { run } = await all.hub.start('joins-nobody', {}, limits);
    await all.end(run);
    assert.match(all.output.join(''), /hello from a thread/);
  });

  it('waits for a lock whose owner has ended: the exception names the lock and the owner', async () => {
    const { outcome } = await outcomeOf('leaves-a-lock');
    assert.match(outcome.kind === 'raised' ? outcome.message : outcome.kind, /"left behind" is still held by thread "careless", which has ended/);
  });

  it('gives everything back as its last act: nothing is said to be left', async () => {
    for (let n = 0; n < 5; n++) assert.deepEqual((await outcomeOf('tidies-up-at-last')).remarks, []);
  });

  it('waits for what nobody will ever do: every thread is shown as blocked for ever', async () => {
    const { run } = await all.hub.start('threads-block-for-ever', {}, limits);
    const state = () => all.hub.states().find((each) => each.run === run)!;
    await all.until(() => stuckThreads(state()).size === 4);
    const { rows, warnings } = threadsView([state()]);
    assert.equal(warnings, 1);
    assert.ok(rows.some((row) => row.label === 'waiter-1' && /waiting for never .*blocked for ever: every thread waits/.test(row.description ?? '')));
    await all.hub.stop(run);
  });

  it('prints a gigabyte: the limit is kept, what is missing is said, and the server does not grow', async () => {
    let bytes = 0;
    let text = '';
    const watched = watch((chunks) => {
      for (const chunk of chunks) bytes += chunk.text.length;
      text = (text + chunks.map((chunk) => chunk.text).join('')).slice(-400);
    });
    watched.output.push = () => 0;
    const before = process.memoryUsage().rss;
    const { run } = await watched.hub.start('prints-a-gigabyte', {}, { ...limits, output: 8 * 1024 * 1024 });
    assert.deepEqual((await watched.end(run)).outcome, { kind: 'completed' });
    assert.ok(bytes > 8 * 1024 * 1024 && bytes < 10 * 1024 * 1024, `${bytes} bytes came`);
    assert.match(text, /1,0\d\d MB|1,01\d|not shown/);
    assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024);
  });

  it('prints without a limit: all of it arrives', async () => {
    let bytes = 0;
    const watched = watch((chunks) => {
      for (const chunk of chunks) bytes += chunk.text.length;
    });
    watched.output.push = () => 0;
    const { run } = await watched.hub.start('prints-megabytes', {}, limits);
    await watched.end(run);
    assert.equal(bytes, 200 * (1024 * 1024 + 1), 'the megabytes and the line ends that print adds');
  });

  it('several at once do not disturb each other', async () => {
    const started = await Promise.all(['throws', 'exits', 'joins-nobody', 'blocks-for-ever'].map((recipe) => all.hub.start(recipe, {}, limits)));
    const [thrown, exited, joined, blocked] = started.map(({ run }) => run) as [number, number, number, number];
    assert.equal((await all.end(thrown)).outcome.kind, 'raised');
    assert.equal((await all.end(exited)).outcome.kind, 'exited');
    assert.equal((await all.end(joined)).outcome.kind, 'completed');
    await all.hub.stop(blocked);
    assert.equal((await all.end(blocked)).outcome.kind, 'stopped');
  });

  it('a recipe that cannot be loaded is a row with its error, and starting it says why', async () => {
    const catalog = await all.hub.catalog();
    assert.match(catalog.find((entry) => entry.id === 'loads-badly')?.error ?? '', /Unexpected end of input/);
    assert.equal(catalog.filter((entry) => entry.error).length, 1);
    await assert.rejects(all.hub.start('loads-badly', {}, limits), /cannot be loaded: Unexpected end of input/);
  });

  it('a recipe that does not exist is refused with what there is', async () => {
    await assert.rejects(all.hub.start('throw', {}, limits), /There is no recipe “throw”. Did you mean throws, throws-in-thread\?/);
  });
});
