// What the engine answers after edits must be what a fresh engine answers, and an edit must not cost more than what it can matter to.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readGrammars } from '../../server/project/grammars.js';
import { createEngine } from '../../server/lint/engine.js';
import { extractFacts, languageOf } from '../../server/lint/extract.js';
import type { FileFacts } from '../../server/lint/facts/facts.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import type { Language } from '../../server/lint/languages/language.js';
import { findFixtures } from './fixtures.js';

/** Numbers that look random and are the same in every run: mulberry32. */
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below | 0;
  };
}

function edited(text: string, random: (below: number) => number): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const other = random(lines.length);
  const a = lines[at] ?? '';
  const b = lines[other] ?? '';
  switch (random(8)) {
    case 6: {
      // Functions and classes change places.
      const blocks = text.split(/\n(?=(?: {4})?(?:async )?(?:def|class|function|export) )/);
      const [one, two] = [random(blocks.length), random(blocks.length)];
      [blocks[one], blocks[two]] = [blocks[two] ?? '', blocks[one] ?? ''];
      return blocks.join('\n');
    }
    case 0:
      lines.splice(at, 0, '');
      break;
    case 1:
      lines.splice(at, 1);
      break;
    case 2:
      lines.splice(other, 0, a);
      break;
    case 3:
      lines[at] = b;
      lines[other] = a;
      break;
    case 4:
      lines[at] = a.replace(/\b(first|second|lock|self|this|a|b)\b/, ['lock', 'other', 'second', 'a'][random(4)] ?? 'x');
      break;
    case 5:
      lines[at] = a.slice(0, random(a.length + 1)) + a.slice(random(a.length + 1));
      break;
    default:
      lines.splice(at, 0, `${/^\s*/.exec(b)?.[0] ?? ''}${['pass', 'x = y', 'self.lock = other', 'return lock', 'work()'][random(5)]}`);
  }
  return lines.join('\n');
}

const plain = (value: unknown): string => JSON.stringify(value, null, 1);

describe('the engine after edits', () => {
  let languages: readonly Language[];
  before(async () => {
    languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
  });

  const fixtures = findFixtures();

  const bank = (extra = '') => `import threading\nfrom ledger import post\nlock = threading.Lock()\n\ndef pay(account):\n    with lock:\n        post(account)\n${extra}\ndef other():\n    return 1\n`;
  const ledger = (extra = '') => `import threading\nbook = threading.Lock()\n\ndef post(account):\n    with book:\n${extra}        account.write()\n\ndef unrelated():\n    pass\n`;
  const shop = 'from bank import pay\n\ndef buy():\n    pay(1)\n';
  /** Files that see into each other in every way: bases, factories, conditions, context managers, callbacks, a circle of imports. */
  const modules: [string, string][] = [
    ['y/base.py', 'import threading\nfrom y.managers import locked\nfirst = threading.Lock()\n\ndef make():\n    lock = threading.Lock()\n    return lock\n\nclass Base:\n    def __init__(self, other):\n        self.lock = threading.Lock()\n        self.other = other\n    def run(self):\n        with self.lock:\n            self.step()\n    def step(self):\n        pass\n    def take(self):\n        self.lock.acquire()\n    def give(self):\n        self.lock.release()\n'],
    ['y/managers.py', 'from contextlib import contextmanager\nimport threading\nsecond = threading.Lock()\n\n@contextmanager\ndef locked(lock):\n    lock.acquire()\n    try:\n        yield lock\n    finally:\n        lock.release()\n\ndef under(work):\n    with second:\n        work()\n\ndef guarded(function):\n    def inner(*args):\n        with second:\n            return function(*args)\n    return inner\n'],
    ['y/child.py', 'from y.base import Base, first, make\nfrom y.managers import guarded, locked, second, under\nthird = make()\n\nclass Child(Base):\n    def step(self):\n        with first:\n            pass\n    def back(self):\n        with first:\n            self.run()\n    def both(self):\n        self.take()\n        with locked(second):\n            self.give()\n    @guarded\n    def deep(self):\n        with third:\n            under(self.back)\n\ndef go():\n    with third:\n        Child(None).deep()\n'],
  ];

  it('answers what a fresh engine answers, after any edits in any order, at any moment of a check', async function () {
    const seeds = Number(process.env.EDIT_SEEDS ?? 24);
    this.timeout(5_000 * seeds);
    // An engine that gets no edits leaves facts as they are: each text is read once for all of them.
    const facts = new Map<string, FileFacts>();
    const factsOf = (path: string, text: string): FileFacts => {
      const key = `${path} ${text}`;
      const known = facts.get(key) ?? extractFacts(languageOf(languages, path) ?? assert.fail(path), path, text);
      facts.set(key, known);
      return known;
    };
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed);
      const program = new Map<string, string>();
      const original = new Map<string, string>();
      for (const [path, text] of [['x/bank.py', bank()], ['x/ledger.py', ledger()], ['x/shop.py', shop], ...modules.map(([path, text]) => [path, text] as const)] as const) original.set(path, text);
      for (let count = 0; count < 3; count++) for (const [path, text] of fixtures[random(fixtures.length)]?.files ?? []) original.set(path, text);
      const engine = createEngine({ languages });
      for (const [path, text] of original) {
        program.set(path, text);
        engine.update(path, text);
      }
      const paths = [...original.keys()];
      const edit = (): void => {
        for (let times = random(3); times >= 0; times--) {
          const path = paths[random(paths.length)] ?? '';
          const text = program.get(path);
          const choice = random(12);
          if (text === undefined || choice === 0) program.set(path, original.get(path) ?? '');
          else if (choice === 1) program.delete(path);
          else program.set(path, edited(text, random));
          const now = program.get(path);
          if (now === undefined) engine.remove(path);
          else engine.update(path, now);
        }
      };
      for (let step = 0; step < 30; step++) {
        edit();
        if (step % 2 === 1) {
          let turns = random(60);
          await engine.prepare({
            pause: async () => {
              if (turns-- === 0) edit();
            },
          });
        }
        const fresh = createEngine({ languages });
        for (const [path, text] of [...program].reverse()) fresh.add(factsOf(path, text));
        if (plain(engine.checkAll()) !== plain(fresh.checkAll())) assert.deepEqual(engine.checkAll(), fresh.checkAll(), `seed ${seed}, step ${step}:\n${[...program].map(([path, text]) => `--- ${path}\n${text}`).join('\n')}`);
        assert.equal(plain(engine.orders()), plain(fresh.orders()));
        for (const path of paths) assert.equal(plain(engine.unused(path)), plain(fresh.unused(path)));
      }
    }
  });

  it('walks only the edited function again where the edit cannot be seen from outside', () => {
    const engine = createEngine({ languages });
    engine.update('bank.py', bank());
    engine.update('ledger.py', ledger());
    engine.update('shop.py', shop);
    engine.checkAll();
    const before = engine.walks();
    engine.checkAll();
    assert.equal(engine.walks(), before);
    engine.update('ledger.py', ledger('        x = len([])\n'));
    engine.checkAll();
    assert.equal(engine.walks() - before, 1);
    engine.update('ledger.py', `\n\n${ledger('        x = len([])\n')}`);
    assert.equal(engine.checkAll().length, 0);
    assert.equal(engine.walks() - before, 1, 'what has only moved is not walked');
  });

  it('walks nobody again who does not use what the edit has changed', () => {
    const engine = createEngine({ languages });
    engine.update('bank.py', bank());
    engine.update('ledger.py', ledger());
    engine.update('shop.py', shop);
    engine.checkAll();
    const before = engine.walks();
    engine.update('bank.py', bank('\ndef pay_more(account, lock):\n    pay(account)\n'));
    engine.checkAll();
    assert.equal(engine.walks() - before, 2, 'the new function and the top level that declares it');
  });

  it('lets others have their turn, notices what they change, and stops when it is told to', async () => {
    const engine = createEngine({ languages });
    for (let index = 0; index < 20; index++) engine.update(`m${index}.py`, shop);
    let turns = 0;
    await engine.prepare({
      pause: async () => {
        if (++turns === 5) engine.update('late.py', 'import threading\nlock = threading.Lock()\ndef twice():\n    with lock:\n        with lock:\n            pass\n');
      },
    });
    assert.ok(turns >= 21);
    assert.deepEqual(engine.checkAll().map(({ rule }) => rule), ['self-deadlock']);
    for (let index = 0; index < 20; index++) engine.update(`m${index}.py`, shop.replace('1', '2'));
    const controller = new AbortController();
    const walked = engine.walks();
    await assert.rejects(engine.prepare({ signal: controller.signal, pause: async () => controller.abort() }), { name: 'AbortError' });
    assert.ok(engine.walks() - walked <= 2);
  });

  it('can be stopped, and edited, at each turn of the last step, when every function has been walked', async () => {
    const twice = 'import threading\nlock = threading.Lock()\ndef twice():\n    with lock:\n        again()\n\ndef again():\n    with lock:\n        pass\n';
    const once = twice.replace('        again()', '        pass');
    const fill = () => {
      const engine = createEngine({ languages });
      engine.update('bank.py', bank());
      engine.update('ledger.py', ledger());
      engine.update('twice.py', once);
      return engine;
    };
    const first = fill();
    /** How many functions have been walked at each turn. */
    const turns: number[] = [];
    await first.prepare({ pause: async () => void turns.push(first.walks()) });
    const last = turns.filter((walks) => walks === first.walks()).length;
    assert.ok(last > 10, `${last} turns after the last function`);
    for (let turn = turns.length - last + 1; turn <= turns.length; turn++) {
      const [stopped, edited] = [fill(), fill()];
      const controller = new AbortController();
      let at = 0;
      await assert.rejects(stopped.prepare({ signal: controller.signal, pause: async () => void (++at === turn && controller.abort()) }), { name: 'AbortError' });
      stopped.update('twice.py', twice);
      at = 0;
      await edited.prepare({ pause: async () => void (++at === turn && edited.update('twice.py', twice)) });
      const [fresh, walked] = [fill(), edited.walks()];
      fresh.update('twice.py', twice);
      const expected = fresh.checkAll();
      assert.ok(expected.some(({ rule }) => rule === 'self-deadlock'));
      assert.deepEqual(edited.checkAll(), expected);
      assert.equal(edited.walks(), walked, 'what was edited at the turn was not prepared');
      assert.deepEqual(stopped.checkAll(), expected);
    }
  });

  it('comes to an end where an attribute is made of itself in several ways', () => {
    const engine = createEngine({ languages });
    engine.update('download.py', `from tasks import Manager


class Download(Manager):
    def refresh(self):
        self.state = RUNNING if self.hops else self.state
        self.state = FAILED if self.state else self.state
        self.state = SEEDING if self.done else self.state
        self.log.debug(self.state)

    def report(self, show):
        show(self, self.state)
`);
    let steps = 0;
    const patience = {
      throwIfAborted() {
        if (++steps > 10_000) throw new Error('It goes round and round.');
      },
    };
    assert.deepEqual(engine.checkAll(patience as AbortSignal), []);
  });
});
