// What the lint keeps on disk: a restart answers the same without looking at any function, and nothing that lies in the folder can make it answer otherwise.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLanguages } from '../../server/project/grammars.js';
import { createEngine } from '../../server/lint/engine.js';
import type { Language } from '../../server/lint/languages/language.js';
import { keepLint, type KeptLint } from '../../server/project/kept-lint.js';
import { createLintCache, nothingKept, printOf, type LintCache } from '../../server/project/lint-cache.js';

const bank = 'import threading\nfirst = threading.Lock()\nsecond = threading.Lock()\n\ndef there():\n    with first:\n        with second:\n            pass\n';
const audit = 'from bank import first, second\n\ndef back():\n    with second:\n        with first:\n            pass\n# threadbook: ignore[lock-leak] nothing\nx = 1\n';
const files = { '/w/bank.py': bank, '/w/audit.py': audit, '/w/clean.ts': 'export const one = 1;\n' };
const mended = audit.replace('with second', 'with first').replace('        with first', '        with second');
const pause = async (): Promise<void> => {};
const order = [{ before: 'first', after: 'nowhere', site: { file: '/w/threadbook.json', line: 1, column: 1, endLine: 1, endColumn: 2 } }];

describe('what the lint keeps', () => {
  let languages: readonly Language[];
  let folder: string;
  before(async () => (languages = await readLanguages(join('dist', 'grammars'))));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'threadbook-kept-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const cacheOf = (build = 'one', limit?: number): LintCache => createLintCache({ folder, build, ...(limit !== undefined && { limit }) });
  const start = (texts: Record<string, string> = files, cache: LintCache = cacheOf()): KeptLint => {
    const lint = keepLint(createEngine({ languages }), cache);
    lint.declareOrder(order);
    for (const [path, text] of Object.entries(texts)) lint.offer(path, printOf(text), () => text);
    return lint;
  };
  /** All that it has to say, and what that cost. */
  const say = async (lint: KeptLint) => {
    const known = lint.isKnown();
    if (!known) await lint.load({ pause });
    await lint.prepare({ pause });
    const said = JSON.stringify([lint.checkAll(), lint.paths().map((path) => [path, lint.check(path), lint.unused(path)]), lint.unknownLocks(), lint.leftOut()]);
    return { known, said, walks: lint.walks() };
  };
  const keepAll = async (lint: KeptLint): Promise<void> => {
    await lint.prepareAll({ pause });
    await lint.keep(pause);
  };
  const expected = async (texts: Record<string, string> = files): Promise<string> => (await say(start(texts, nothingKept))).said;
  const entries = (): string[] => readdirSync(join(folder, 'lint'), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, 'lint', name)).filter((path) => /[0-9a-f]{40}$/.test(path) && statSync(path).isFile());

  it('answers the same after a restart, without walking any function', async () => {
    const first = start();
    await keepAll(first);
    const { said } = await say(first);
    assert.match(said, /lock-order-inversion.*unused-silence.*nowhere/s);
    assert.equal(said, await expected());
    assert.deepEqual(await say(start()), { known: true, said, walks: 0 });
  });

  it('answers anew where one file, one path, the order or the program is another', async () => {
    await keepAll(start());
    const { '/w/audit.py': text, ...rest } = files;
    for (const texts of [{ ...files, '/w/audit.py': mended }, rest, { ...files, '/w/more.py': 'x = 1\n' }, { ...rest, '/w/other.py': text }]) {
      const now = await say(start(texts));
      assert.equal(now.known, false);
      assert.equal(now.said, await expected(texts));
    }
    const ordered = start();
    ordered.declareOrder([]);
    assert.equal(ordered.isKnown(), false);
    assert.deepEqual(ordered.unknownLocks(), []);
    const wrapped = start();
    wrapped.useWrappers([{ name: 'bank.first', is: 'harmless' }]);
    assert.equal(wrapped.isKnown(), false);
    assert.equal((await say(start(files, cacheOf('two')))).known, false);
  });

  it('reads the facts of files that are as before, and makes those of the others', async () => {
    await keepAll(start());
    const now = start({ ...files, '/w/audit.py': mended });
    assert.deepEqual(now.missing(), ['/w/audit.py']);
    await keepAll(now);
    assert.deepEqual(start({ ...files, '/w/audit.py': mended }).missing(), []);
  });

  it('goes on right from an answer that was kept: edits, files that go, questions about the program', async () => {
    await keepAll(start());
    const edited = start();
    assert.ok(edited.isKnown());
    edited.update('/w/audit.py', mended);
    assert.equal((await say(edited)).said, await expected({ ...files, '/w/audit.py': mended }));
    edited.update('/w/audit.py', audit);
    assert.equal((await say(edited)).said, await expected());
    const removed = start();
    assert.ok(removed.isKnown());
    removed.remove('/w/clean.ts');
    const { '/w/clean.ts': _, ...rest } = files;
    // Not even a question without `prepare` is answered from half of the files.
    assert.deepEqual(removed.checkAll(), JSON.parse(await expected(rest))[0]);
    const asked = start();
    assert.ok(asked.isKnown());
    assert.equal(asked.orders().edges.length, 2);
    assert.equal((await say(asked)).said, await expected());
  });

  it('keeps no facts that an edit has moved', async () => {
    const lint = start();
    await lint.load({ pause });
    lint.update('/w/bank.py', `\n\n${bank}`);
    await keepAll(lint);
    const now = start({ ...files, '/w/bank.py': `\n\n${bank}` });
    assert.deepEqual(now.missing(), ['/w/bank.py']);
    assert.ok(now.isKnown());
    assert.equal((await say(now)).said, await expected({ ...files, '/w/bank.py': `\n\n${bank}` }));
  });

  it('keeps facts that others have made under the text that they were made of', async () => {
    const texts = { '/w/bank.py': bank };
    const made = start(texts, nothingKept);
    await made.load({ pause });
    const facts = made.facts('/w/bank.py');
    assert.ok(facts);
    const lint = start({ '/w/bank.py': 'x = 1\n' });
    lint.give(facts, printOf(bank));
    await keepAll(lint);
    assert.deepEqual(start({ '/w/bank.py': 'x = 1\n' }).missing(), ['/w/bank.py']);
    assert.equal((await say(start(texts))).known, true);
  });

  it('throws away what is damaged, cut off or put elsewhere, and answers right', async function () {
    this.timeout(20_000);
    await keepAll(start());
    const right = await expected();
    const whole = new Map(entries().map((path) => [path, readFileSync(path)]));
    assert.equal(whole.size, 4);
    const attack = async (change: (path: string, bytes: Buffer) => void): Promise<void> => {
      for (const [path, bytes] of whole) {
        writeFileSync(path, bytes);
        change(path, Buffer.from(bytes));
      }
      assert.equal((await say(start())).said, right);
      // Without the findings the facts alone are read.
      const facts = start({ ...files, '/w/more.py': 'y = 1\n' });
      assert.equal((await say(facts)).said, await expected({ ...files, '/w/more.py': 'y = 1\n' }));
    };
    // Each of gzip's bytes but those of the system's name and time, which mean nothing.
    for (const part of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
      await attack((path, bytes) => {
        const at = Math.floor(part * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ 0x10;
        writeFileSync(path, bytes);
      });
      await attack((path, bytes) => truncateSync(path, Math.floor(part * bytes.length)));
    }
    await attack((path) => writeFileSync(path, 'not ours'));
    // Each in the place of another.
    const paths = [...whole.keys()];
    for (let by = 1; by < paths.length; by++) await attack((path) => writeFileSync(path, whole.get(paths[(paths.indexOf(path) + by) % paths.length] ?? '') ?? ''));
  });

  it('takes two writers at once', async () => {
    const [one, two] = [start(), start()];
    await Promise.all([keepAll(one), keepAll(two)]);
    assert.equal(entries().length, 4);
    assert.equal((await say(start())).known, true);
  });

  it('deletes what was not used for the longest time, and nothing else', async () => {
    await keepAll(start());
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    writeFileSync(join(folder, 'lint', 'mine.txt'), 'mine');
    const all = entries();
    const total = all.reduce((sum, path) => sum + statSync(path).size, 0);
    const [oldest] = all;
    assert.ok(oldest);
    utimesSync(oldest, 1, 1);
    cacheOf('one', total).trim();
    assert.deepEqual(entries(), all);
    cacheOf('one', total - 1).trim();
    assert.ok(!entries().includes(oldest) && entries().length > 0);
    assert.ok(statSync(join(folder, 'mine.txt')).isFile() && statSync(join(folder, 'lint', 'mine.txt')).isFile());
  });

  it('goes on without keeping anything where it may not write', async () => {
    writeFileSync(join(folder, 'lint'), 'no folder');
    const lint = start();
    await keepAll(lint);
    assert.equal((await say(lint)).said, await expected());
  });
});
