// Every sentence of the lint is known to the table that says it in the user's language: checked with all findings of all fixtures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inUsersWords, translation } from '../../server/finding-words.js';
import { readGrammars } from '../../server/project/grammars.js';
import { l10n } from '../../server/l10n.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import { rules } from '../../server/lint/rules/index.js';
import { findFixtures, lintFixture } from './fixtures.js';

const chinese = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;

describe('the lint in the user’s language', () => {
  afterEach(() => l10n.use({}));

  it('has a sentence for every message and every step of every rule', async function () {
    this.timeout(20_000); // It lints every fixture.
    const languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
    const findings = findFixtures().flatMap((fixture) => {
      const { findings: found, engine } = lintFixture(fixture, languages);
      return [...found, ...engine.paths().flatMap((path) => engine.unused(path))];
    });
    assert.deepEqual(rules.map(({ id }) => id).filter((id) => !findings.some(({ rule }) => rule === id)), []);
    const messages = [...new Set(findings.flatMap(({ message, related }) => [message, ...related.map((step) => step.message)]))];
    l10n.use(chinese);
    const unknown = messages.filter((message) => translation(message) === undefined);
    assert.deepEqual(unknown, [], 'server/finding-words.ts knows no such sentence');
    // Names stay as they are, words do not: three of them in a row are a phrase that was forgotten.
    assert.deepEqual(messages.map(inUsersWords).filter((text) => /(^|[^\w.])[a-z]+ [a-z]+ [a-z]+( |$)/.test(text.replace(/“[^”]*”/g, ''))), []);
  });

  it('says a whole cycle, with its steps', () => {
    l10n.use(chinese);
    assert.equal(inUsersWords('Possible deadlock: one takes a and then b, two takes b and then c, while three takes c and then a.'), '可能的死锁：one 先获取 a 再获取 b，two 先获取 b 再获取 c，而 three 先获取 c 再获取 a。');
    assert.equal(inUsersWords('A2: Account.take calls Ledger.note'), 'A2: Account.take 调用 Ledger.note');
    assert.equal(inUsersWords('serve waits for an item of a queue while it holds lock; whoever needs the lock has to wait as long.'), 'serve 持有 lock 时等待队列中的项目；需要该锁的一方也得等同样久。');
    assert.equal(inUsersWords('Somebody else said this.'), 'Somebody else said this.');
  });

  it('is as it was in English', () => {
    const message = 'again calls take, which takes lock, which it already holds; the lock is not re-entrant, so it waits for itself for ever.';
    assert.equal(inUsersWords(message), message);
  });
});
