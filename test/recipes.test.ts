// Runs every recipe of the catalogue with the parameters of its transcript, and compares how it ends and what it prints with what it says of itself.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { createHub } from '../server/hub.js';
import { testRecipe } from '../server/recipe-test.js';
import { threadbook } from './command-line.js';

const limits = { memory: 2_048, time: 50, output: 0 };

const hostPath = resolve('dist/recipes/host/main.js');
const hub = createHub(hostPath, { changed() {}, started() {}, output() {}, deadlock() {}, ended() {} });
const catalog = await hub.catalog();

describe('the recipes', function () {
  this.timeout(60_000);

  for (const entry of catalog) {
    it(`${entry.id} ends as it says it should and prints its transcript`, async () => {
      assert.equal(entry.error, undefined);
      const { differences, output } = await testRecipe(hub, entry.id, limits);
      assert.deepEqual(differences, [], output.map(({ text }) => text).join(''));
    });
    it(`${entry.id} tells the reader what it is about`, () => {
      assert.ok(entry.sectionTitle, `section ${entry.section} is not in the list of sections`);
      assert.ok(entry.doc.length > 150 && entry.story.length > 20 && entry.story.length < 140, entry.story);
      assert.match(entry.doc, /sidebar/, 'it does not say what to look for in the sidebar');
      if (entry.expects === 'loses updates') assert.match(JSON.stringify(entry.transcript), /<some>/, 'its transcript does not say that something is lost');
      if (entry.twinOf !== undefined) assert.ok(catalog.some((each) => each.id === entry.twinOf), entry.twinOf);
      for (const [name, { help }] of Object.entries(entry.parameters)) assert.ok(help.length > 10, name);
      assert.ok(Object.keys(entry.transcript!.lines).length > 0);
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
