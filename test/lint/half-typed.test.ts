// A text that is broken while somebody types keeps what was known of it, at the places where it is now.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGrammars } from '../../server/project/grammars.js';
import { createEngine, type Engine } from '../../server/lint/engine.js';
import { createHalfTyped, type HalfTyped } from '../../server/lint/half-typed.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import { fixtureRoot } from './fixtures.js';

const python = `import threading
a = threading.Lock()
b = threading.Lock()

def first():
    with a:
        with b:
            pass

def between():
    return 1

def second():
    with b:
        with a:
            pass
`;
const typescript = `import { Lock } from 'threadbook/threading';
const a = new Lock();
const b = new Lock();

export function first(): void {
  using one = a.acquire();
  using two = b.acquire();
}

export function between(): number {
  return 1;
}

export function second(): void {
  using two = b.acquire();
  using one = a.acquire();
}
`;

describe('half-typed text', () => {
  let languages: Awaited<ReturnType<typeof createLanguages>>;
  let engine: Engine;
  let typing: HalfTyped;

  before(async () => {
    languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
  });
  beforeEach(() => {
    engine = createEngine({ languages });
    typing = createHalfTyped(engine);
  });

  /** As the server does it with an open document. */
  function type(path: string, text: string): void {
    const typed = typing.type(path, text);
    if (typed && !typed.whole) engine.add(typed.facts);
    else engine.update(path, text, typed?.facts);
  }
  const found = (path: string): string[] => engine.check(path).map(({ rule, site }) => `${rule} ${site.line}:${site.column}`);

  for (const [path, text, piece, after] of [
    ['a.py', python, '    with a.cond(x, [1, {"k": \'\'\'v', 'def between():\n'],
    ['a.ts', typescript, '  if (a.holds({ x: `${b', 'between(): number {\n'],
  ] as const) {
    it(`keeps its findings at every key, and their places follow (${path})`, function () {
      this.timeout(20_000);
      type(path, text);
      const before = engine.check(path);
      assert.ok(before.length > 0);
      const at = text.indexOf(after) + after.length;
      let broken = 0;
      for (let keys = 1; keys <= piece.length; keys++) {
        const now = `${text.slice(0, at)}${piece.slice(0, keys)}\n${text.slice(at)}`;
        type(path, now);
        if (typing.waits(path)) broken++;
        const expected = before.map(({ rule, site }) => `${rule} ${site.line + (site.line > text.slice(0, at).split('\n').length - 1 ? 1 : 0)}:${site.column}`);
        assert.deepEqual(found(path), expected, `after ${JSON.stringify(piece.slice(0, keys))}`);
      }
      assert.ok(broken > 5, `broken only ${broken} times`);
      type(path, text);
      assert.deepEqual(engine.check(path), before);
    });
  }

  it('reads nothing but the new text at each key while it is broken, and a paste of any length waits', () => {
    const read: string[] = [];
    let repaired = 0;
    typing = createHalfTyped({
      extract: () => void repaired++,
      extractWhole(path, text) {
        read.push(text);
        return engine.extractWhole(path, text);
      },
    });
    type('a.py', python);
    const texts = [...'work({[', ...`1, ${'2, '.repeat(2_000)}`.match(/[^]{1,500}/g)!].reduce<string[]>((all, piece) => [...all, (all.at(-1) ?? '') + piece], []).map((typed) => python.replace('return 1', `return ${typed}`));
    const broken = texts.filter((text) => engine.extractWhole('b.py', text) === undefined);
    assert.ok(broken.length > 10);
    for (const text of broken) {
      type('a.py', text);
      assert.ok(typing.waits('a.py'));
    }
    assert.deepEqual(read, [broken[0], python, ...broken.slice(1)]);
    assert.equal(repaired, 0);
    assert.ok(found('a.py').length > 0);
  });

  it('takes in what is good while something else stays broken', () => {
    type('a.py', python);
    const broken = python.replace('return 1', 'return (1');
    type('a.py', broken);
    assert.equal(found('a.py').length > 0, true);
    type('a.py', broken.replace('    with b:\n        with a:\n', '    with a:\n        with b:\n'));
    assert.deepEqual(found('a.py'), []);
    assert.ok(typing.waits('a.py'));
  });

  it('counts as it is where it was never whole, and where very much has changed', () => {
    const broken = python.replace('return 1', 'return (1');
    type('a.py', broken);
    type('a.py', `${broken}\n`);
    assert.ok(!typing.waits('a.py'));
    type('b.py', python);
    type('b.py', `x = (\n${'y = 1\n'.repeat(1_000)}`);
    assert.ok(!typing.waits('b.py'));
    type('b.py', python);
    type('b.py', `${python}x = (`);
    assert.ok(typing.waits('b.py'));
    typing.forget('b.py');
    assert.ok(!typing.waits('b.py'));
  });

  it('is understood as if it had been read whole as soon as it is whole, after any edits; every place lies in the text', function () {
    this.timeout(60_000);
    const pieces = ['', '\n', ' ', '(', ')', ':', '{', '}', '"', "'''", '#', 'x', '.lock', '\nwith a:\n', '\ndef f():\n  return 1\n', '\nif (x) {', 'ä', '𝕏'];
    let seed = 7;
    const random = (below: number): number => Math.floor(((seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296) * below);
    let [waited, mended, several] = [0, 0, 0];
    const names = readdirSync(fixtureRoot).filter((name) => !name.includes('.')).flatMap((rule) => readdirSync(join(fixtureRoot, rule)).filter((name) => /\.(py|ts)$/.test(name)).map((name) => join(fixtureRoot, rule, name)));
    for (const name of names.filter((_, index) => index % 10 === 0)) {
      const path = name.endsWith('.py') ? 'a.py' : 'a.ts';
      const original = readFileSync(name, 'utf8');
      let text = original;
      typing.forget(path);
      typing.type(path, text);
      for (let step = 0; step < 30; step++) {
        const from = random(text.length + 1);
        const to = Math.min(text.length, from + (random(3) === 0 ? random(20) : 0));
        text = step % 6 === 5 ? original : text.slice(0, from) + pieces[random(pieces.length)] + text.slice(to);
        const typed = typing.type(path, text);
        if (!typed) continue;
        const fresh = engine.extract(path, text);
        if (fresh?.errors.length === 0) {
          assert.deepEqual(typed.facts, fresh);
          assert.ok(!typing.waits(path));
          mended++;
        } else if (!typed.whole) {
          waited++;
          if (step % 6 > 1) several++;
          const lines = text.split('\n');
          JSON.stringify(typed.facts, (_key, value: unknown) => {
            if (typeof value === 'object' && value !== null && 'endLine' in value && 'line' in value && 'endColumn' in value && 'column' in value) {
              const { line, column, endLine, endColumn } = value as Record<'line' | 'column' | 'endLine' | 'endColumn', number>;
              assert.ok(line >= 1 && endLine <= lines.length && (endLine > line || (endLine === line && endColumn >= column)), `${line}:${column}–${endLine}:${endColumn} of ${lines.length} lines`);
              assert.ok(column <= (lines[line - 1]?.length ?? 0) + 1 && endColumn <= (lines[endLine - 1]?.length ?? 0) + 1);
            }
            return value;
          });
        }
      }
    }
    assert.ok(waited > 60 && mended > 60 && several > 30, `${waited} ${mended} ${several}`);
  });
});
