// What a project says of its own code in threadbook.json, and what the lint makes of it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readGrammars } from '../../server/project/grammars.js';
import { createEngine, type Engine } from '../../server/lint/engine.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import { readLintConfig } from '../../server/project/lint-config.js';

const python = {
  'db/locks.py': 'import native\n\nclass Mutex:\n    def enter(self):\n        native.enter(self)\n    def leave(self):\n        native.leave(self)\n\ndef mutex(name):\n    return native.find(name)\n\ndef guarded(lock):\n    return native.guard(lock)\n\ndef call(request):\n    return native.call(request)\n\ndef flush():\n    import time\n    time.sleep(1)\n',
  'bank.py': 'from db.locks import Mutex, mutex, guarded, call, flush\nimport corba\n\nledger = Mutex()\naudit = mutex("audit")\nremote = corba.Lock()\n\ndef there():\n    ledger.enter()\n    try:\n        with guarded(audit):\n            pass\n    finally:\n        ledger.leave()\n\ndef back():\n    with audit:\n        with ledger:\n            call(1)\n            flush()\n\ndef again():\n    with remote:\n        remote.take()\n        remote.release()\n',
};
const typescript = {
  'src/locks.ts': 'export class Gate {\n  enter(): void {}\n  leave(): void {}\n}\n',
  'src/bank.ts': "import { Gate } from './locks.js';\nconst ledger = new Gate();\nexport function twice() {\n  ledger.enter();\n  ledger.enter();\n  ledger.leave();\n  ledger.leave();\n}\n",
};
const said = `{ "wrappers": {
  "locks.Mutex": { "is": "lock", "take": "enter", "release": "leave" },
  "db.locks.mutex": { "is": "lock" },
  "locks.guarded": { "is": "guard" },
  "locks.call": { "is": "blocking", "for": "result" },
  "locks.flush": { "is": "harmless" },
  "corba.Lock": { "is": "lock", "take": "take" },
  "locks.Gate": { "is": "lock", "take": "enter", "release": "leave" }
} }`;

describe('what a project says of its own locks', () => {
  const engineOver = async (files: Record<string, string>): Promise<Engine> => {
    const engine = createEngine({ languages: await createLanguages(await readGrammars(join('dist', 'grammars'))) });
    for (const [path, text] of Object.entries(files)) engine.update(path, text);
    return engine;
  };
  const list = (engine: Engine): string[] => engine.checkAll().map(({ rule, site }) => `${site.file}:${site.line} ${rule}`);

  it('counts: a lock with its own methods, a factory, a guard, what blocks, what is harmless', async () => {
    const engine = await engineOver(python);
    const { config, problems } = await readLintConfig('/project/threadbook.json', said);
    assert.deepEqual(problems, []);
    const without = list(engine);
    assert.deepEqual(without, []);
    engine.useWrappers(config.wrappers);
    assert.deepEqual(list(engine), ['bank.py:11 lock-order-inversion', 'bank.py:19 blocking-under-lock', 'bank.py:24 self-deadlock']);
    engine.useWrappers([]);
    assert.deepEqual(list(engine), without);
  });

  it('counts in TypeScript', async () => {
    const engine = await engineOver(typescript);
    engine.useWrappers((await readLintConfig('/project/threadbook.json', said)).config.wrappers);
    assert.deepEqual(list(engine), ['src/bank.ts:5 self-deadlock']);
  });

  it('is looked at again only when something else is said', async () => {
    const engine = await engineOver(python);
    const { wrappers } = (await readLintConfig('/project/threadbook.json', said)).config;
    engine.useWrappers(wrappers);
    engine.checkAll();
    const walks = engine.walks();
    engine.useWrappers([...wrappers]);
    engine.checkAll();
    assert.equal(engine.walks(), walks);
  });

  it('says what is wrong with an entry, and where; that entry does not count, the rest does', async () => {
    const text = '{ "wrappers": {\n  "Mutex": { "is": "lock" },\n  "a.b": { "is": "mutex" },\n  "a.c": { "is": "lock", "takes": "enter" },\n  "a.d": { "take": "enter" },\n  "a.e": { "is": "blocking", "for": "luck" },\n  "a.f": { "is": "guard" }\n} }';
    const { config, problems } = await readLintConfig('/project/threadbook.json', text);
    assert.deepEqual(config.wrappers.map(({ name }) => name), ['a.f']);
    const told = problems.map(({ site, message }) => `${site.line}: ${message}`).sort();
    assert.equal(told.length, 5, told.join('\n'));
    for (const [index, words] of [/^2: .*named after its module/, /^3: .*"lock", "guard", "blocking", "harmless"/, /^4: Property takes is not allowed/, /^5: Missing property "is"/, /^6: .*"network"/].entries()) assert.match(told[index] ?? '', words);
  });
});
