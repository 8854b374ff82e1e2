// The fixes of findings, each applied as an editor would: the text is what one expects, it parses, and the finding is gone.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type CodeAction, type Diagnostic, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readGrammars } from '../../server/project/grammars.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import type { Language } from '../../server/lint/languages/language.js';
import { startServer, type LanguageClient } from './language-client.js';

const python = 'import threading\na = threading.Lock()\nb = threading.Lock()\n\n';
const other = 'def other():\n    with b, a:\n        pass\n';
const mutexes = "import { Mutex } from 'async-mutex';\nconst a = new Mutex();\nconst b = new Mutex();\n";
const ours = "import { Lock } from 'threadbook/threading';\nconst a = new Lock();\nconst b = new Lock();\n";

interface Case {
  what: string;
  file: string;
  rule: string;
  title: string | RegExp;
  before: string;
  after: string;
  preferred?: true;
}

const cases: Case[] = [
  {
    what: 'swaps two with statements', file: 'a.py', rule: 'lock-order-inversion', title: 'Take b before a here',
    before: `${python}def one():\n    with a:\n        with b:  # both\n            pass\n\n${other}`,
    after: `${python}def one():\n    with b:\n        with a:  # both\n            pass\n\n${other}`,
  },
  {
    what: 'swaps the items of one with statement, in the other way', file: 'b.py', rule: 'lock-order-inversion', title: /^Take a before b in line \d+$/,
    before: `${python}def one():\n    with a:\n        with b:\n            pass\n\n${other}`,
    after: `${python}def one():\n    with a:\n        with b:\n            pass\n\n${other.replace('b, a', 'a, b')}`,
  },
  {
    what: 'swaps runExclusive on one line', file: 'c.ts', rule: 'lock-order-inversion', title: 'Take b before a here',
    before: `${mutexes}export const one = () => a.runExclusive(() => b.runExclusive(() => 1));\nexport const two = () => b.runExclusive(() => a.runExclusive(() => 2));\n`,
    after: `${mutexes}export const one = () => b.runExclusive(() => a.runExclusive(() => 1));\nexport const two = () => b.runExclusive(() => a.runExclusive(() => 2));\n`,
  },
  {
    what: 'swaps runExclusive on two lines', file: 'd.js', rule: 'lock-order-inversion', title: 'Take b before a here',
    before: `${mutexes}export async function one() {\n  await a.runExclusive(async () => {\n    await b.runExclusive(async () => {});\n  });\n}\nexport const two = () => b.runExclusive(() => a.runExclusive(() => 2));\n`,
    after: `${mutexes}export async function one() {\n  await b.runExclusive(async () => {\n    await a.runExclusive(async () => {});\n  });\n}\nexport const two = () => b.runExclusive(() => a.runExclusive(() => 2));\n`,
  },
  {
    what: 'swaps two using declarations', file: 'e.ts', rule: 'lock-order-inversion', title: 'Take b before a here',
    before: `${ours}export function one() {\n  using x = a.hold();\n  using y = b.hold();\n}\nexport function two() {\n  using x = b.hold();\n  using y = a.hold();\n}\n`,
    after: `${ours}export function one() {\n  using y = b.hold();\n  using x = a.hold();\n}\nexport function two() {\n  using x = b.hold();\n  using y = a.hold();\n}\n`,
  },
  {
    what: 'joins two using declarations into one ordered acquire, and imports it', file: 'f.ts', rule: 'lock-order-inversion', title: 'Take a and b in one ordered acquire',
    before: `${ours}export function one() {\n  using x = a.hold();\n  using y = b.hold();\n}\nexport function two() {\n  using x = b.hold();\n  using z = a.hold();\n}\n`,
    after: `${ours.replace('{ Lock }', '{ acquire, Lock }')}export function one() {\n  using x = acquire(a, b);\n}\nexport function two() {\n  using x = b.hold();\n  using z = a.hold();\n}\n`,
  },
  {
    what: 'joins two ordered acquires', file: 'g.ts', rule: 'ordered-acquire-nested', title: 'Take a, b in one ordered acquire', preferred: true,
    before: `${ours.replace('{ Lock }', '{ acquire, Lock }')}export function one() {\n  using x = acquire(a);\n  console.log('between');\n  using y = acquire(b);\n}\n`,
    after: `${ours.replace('{ Lock }', '{ acquire, Lock }')}export function one() {\n  using x = acquire(a, b);\n  console.log('between');\n}\n`,
  },
  {
    what: 'orders two objects of a class by their ids', file: 'h.py', rule: 'lock-order-instances', title: 'Take source.lock and target.lock in the order of their ids', preferred: true,
    before: 'import threading\n\nclass Account:\n    def __init__(self):\n        self.lock = threading.Lock()\n        self.money = 0\n\ndef transfer(source: Account, target: Account):\n    with source.lock:\n        with target.lock:\n            source.money -= 1\n            target.money += 1\n    print("done")\n',
    after: 'import threading\n\nclass Account:\n    def __init__(self):\n        self.lock = threading.Lock()\n        self.money = 0\n\ndef transfer(source: Account, target: Account):\n    first, second = sorted((source.lock, target.lock), key=id)\n    with first, second:\n        source.money -= 1\n        target.money += 1\n    print("done")\n',
  },
  {
    what: 'takes a lock in a with block', file: 'i.py', rule: 'lock-leak', title: 'Take a in a with block', preferred: true,
    before: `${python}def one(items):\n    a.acquire()\n    items.pop()\n    a.release()\n    return items\n`,
    after: `${python}def one(items):\n    with a:\n        items.pop()\n    return items\n`,
  },
  {
    what: 'gives a lock back in a finally block', file: 'j.ts', rule: 'lock-leak', title: 'Give it back in a finally block', preferred: true,
    before: `${mutexes}export async function one(items: string[]) {\n  const release = await a.acquire();\n  await fetch(items[0]!);\n  release();\n}\n`,
    after: `${mutexes}export async function one(items: string[]) {\n  const release = await a.acquire();\n  try {\n    await fetch(items[0]!);\n  } finally {\n    release();\n  }\n}\n`,
  },
  {
    what: 'holds a lock of our library with using, to the end of its block', file: 'k.ts', rule: 'lock-leak', title: 'Hold a with using', preferred: true,
    before: `${ours}export function one(items: (() => void)[]) {\n  a.acquire();\n  for (const item of items) item();\n  a.release();\n}\n`,
    after: `${ours}export function one(items: (() => void)[]) {\n  using held = a.hold();\n  for (const item of items) item();\n}\n`,
  },
  {
    what: 'holds it in a block of its own where something follows', file: 'l.ts', rule: 'lock-leak', title: 'Hold a with using', preferred: true,
    before: `${ours}export function one(items: (() => void)[]) {\n  a.acquire();\n  for (const item of items) item();\n  a.release();\n  return items;\n}\n`,
    after: `${ours}export function one(items: (() => void)[]) {\n  {\n    using held = a.hold();\n    for (const item of items) item();\n  }\n  return items;\n}\n`,
  },
  {
    what: 'asks again after a wait in Python', file: 'm.py', rule: 'wait-not-in-loop', title: /^Ask again/, preferred: true,
    before: 'import threading\nready = threading.Condition()\nitems = []\n\ndef take():\n    with ready:\n        if not items:\n            ready.wait()\n        return items.pop()\n\ndef put(item):\n    with ready:\n        items.append(item)\n        ready.notify()\n',
    after: 'import threading\nready = threading.Condition()\nitems = []\n\ndef take():\n    with ready:\n        while not items:\n            ready.wait()\n        return items.pop()\n\ndef put(item):\n    with ready:\n        items.append(item)\n        ready.notify()\n',
  },
  {
    what: 'asks again after a wait in TypeScript', file: 'n.ts', rule: 'wait-not-in-loop', title: /^Ask again/, preferred: true,
    before: "import { Condition, Lock } from 'threadbook/threading';\nconst lock = new Lock();\nconst ready = new Condition(lock);\nexport function take(items: number[]) {\n  using held = ready.hold();\n  if (items.length === 0) ready.wait();\n  return items.pop();\n}\n",
    after: "import { Condition, Lock } from 'threadbook/threading';\nconst lock = new Lock();\nconst ready = new Condition(lock);\nexport function take(items: number[]) {\n  using held = ready.hold();\n  while (items.length === 0) ready.wait();\n  return items.pop();\n}\n",
  },
];

const refused: [string, string, string, string][] = [
  ['with statements of which the second needs the first', 'r.py', 'lock-order-inversion', `${python}def one():\n    with a as held:\n        with pick(held, b):\n            pass\n`],
  ['two with statements with something in between', 's.py', 'lock-order-inversion', `${python}def one(x):\n    with a:\n        x()\n        with b:\n            pass\n\n${other.replace('b, a', 'b:\n        x()\n        with a')}`],
  ['a wait that is not alone', 't.py', 'wait-not-in-loop', 'import threading\nready = threading.Condition()\n\ndef take(items):\n    with ready:\n        if not items:\n            print(items)\n            ready.wait()\n'],
];

describe('the fixes of findings', function () {
  this.timeout(20_000);
  let client: LanguageClient;
  let languages: Language[];
  before(async () => {
    client = await startServer({ trusted: false });
    languages = [...(await createLanguages(await readGrammars(join('dist', 'grammars'))))];
  });
  after(() => client.stop());

  const uriOf = (file: string): string => `file:///fixes/${file}`;
  const idOf = (file: string): string => (file.endsWith('.py') ? 'python' : file.endsWith('.ts') ? 'typescript' : 'javascript');
  const open = (file: string, text: string) => client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(file), languageId: idOf(file), version: 1, text } });
  const close = (file: string) => client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(file) } });
  const pull = async (file: string): Promise<Diagnostic[]> => (await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: uriOf(file) } })).items;
  const ask = (file: string, diagnostics: Diagnostic[], only?: string[]) =>
    client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: uriOf(file) }, range: diagnostics[0]!.range, context: { diagnostics, ...(only ? { only } : {}) } });
  const apply = (file: string, text: string, action: CodeAction): string => TextDocument.applyEdits(TextDocument.create(uriOf(file), idOf(file), 1, text), action.edit!.changes![uriOf(file)]!);
  const found = (diagnostics: Diagnostic[], rule: string) => diagnostics.filter(({ code, severity }) => code === rule && severity !== DiagnosticSeverity.Hint);
  const parses = (file: string, text: string) => assert.deepEqual(languages.find(({ extensions }) => extensions.some((each) => file.endsWith(each)))!.extract(`/fixes/${file}`, text).errors, []);

  for (const { what, file, rule, title, before, after, preferred } of cases) {
    it(what, async () => {
      await open(file, before);
      const [diagnostic] = found(await pull(file), rule);
      assert.ok(diagnostic, `${rule} is not found`);
      const actions = await ask(file, [diagnostic]);
      const action = actions.find((each) => (typeof title === 'string' ? each.title === title : title.test(each.title)));
      assert.ok(action, `there is no such fix among: ${actions.map((each) => each.title).join(', ')}`);
      assert.equal(action.isPreferred, preferred);
      assert.deepEqual(actions.slice(-2).map((each) => each.title), [`Explain ${rule}`, `Silence ${rule} here, with a reason`]);
      const fixed = apply(file, before, action);
      assert.equal(fixed, after);
      parses(file, fixed);
      await client.connection.sendNotification('textDocument/didChange', { textDocument: { uri: uriOf(file), version: 2 }, contentChanges: [{ text: fixed }] });
      assert.deepEqual(found(await pull(file), rule), []);
      await close(file);
    });
  }

  for (const [what, file, rule, text] of refused) {
    it(`offers nothing for ${what}`, async () => {
      await open(file, text);
      for (const diagnostic of found(await pull(file), rule)) assert.deepEqual((await ask(file, [diagnostic])).map((each) => each.title), [...(/^(lock-order-inversion|declared-order-broken)$/.test(rule) ? ['Show the picture of the Lock Order'] : []), `Explain ${rule}`, `Silence ${rule} here, with a reason`]);
      await close(file);
    });
  }

  const shared = {
    py: { 'locks.py': 'import threading\na = threading.Lock()\nb = threading.Lock()\n', 'one.py': 'from locks import a, b\n\ndef one():\n    with a:\n        with b:\n            pass\n', 'two.py': 'from locks import a, b\n\ndef two():\n    with b, a:\n        pass\n' },
    ts: {
      'locks.ts': "import { Lock } from 'threadbook/threading';\nexport const a = new Lock();\nexport const b = new Lock();\n",
      'one.ts': "import { Thread } from 'threadbook/threading';\nimport { a, b } from './locks.js';\nexport function one() {\n  using x = a.hold();\n  using y = b.hold();\n}\n",
      'two.ts': "import { acquire } from 'threadbook/threading';\nimport { a, b } from './locks.js';\nexport function two() {\n  using x = b.hold();\n  using y = a.hold();\n}\n",
    },
  };
  const apart: { what: string; files: Record<string, string>; open: string[]; reported: string; rule: string; title: string; after: Record<string, string> }[] = [
    {
      what: 'takes both locks in one order in the other file, which is not open', files: shared.py, open: ['one.py'], reported: 'one.py', rule: 'lock-order-inversion', title: 'Take a before b in two.py:4',
      after: { 'two.py': shared.py['two.py'].replace('with b, a', 'with a, b') },
    },
    {
      what: 'takes both locks in one order here', files: shared.py, open: ['one.py', 'two.py'], reported: 'one.py', rule: 'lock-order-inversion', title: 'Take b before a here',
      after: { 'one.py': 'from locks import a, b\n\ndef one():\n    with b:\n        with a:\n            pass\n' },
    },
    {
      what: 'joins both ways into ordered acquires, in both files', files: shared.ts, open: ['one.ts', 'two.ts'], reported: 'one.ts', rule: 'lock-order-inversion', title: 'Take a and b in one ordered acquire, in every file',
      after: {
        'one.ts': "import { acquire, Thread } from 'threadbook/threading';\nimport { a, b } from './locks.js';\nexport function one() {\n  using x = acquire(a, b);\n}\n",
        'two.ts': "import { acquire } from 'threadbook/threading';\nimport { a, b } from './locks.js';\nexport function two() {\n  using x = acquire(b, a);\n}\n",
      },
    },
  ];
  for (const { what, files, open: opened, reported, rule, title, after } of apart) {
    it(what, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'threadbook-fixes-'));
      const at = (file: string): string => pathToFileURL(join(folder, file)).href;
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
      const own = await startServer({ trusted: false, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'fixes' }] } });
      try {
        const pullAll = async (previous: { uri: string; resultId: string }[] = []) =>
          (await own.connection.sendRequest<{ items: { uri: string; resultId: string; items: Diagnostic[] }[] }>('workspace/diagnostic', { previousResultIds: previous.map(({ uri, resultId }) => ({ uri, value: resultId })) })).items;
        for (const file of opened) await own.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: at(file), languageId: idOf(file), version: 3, text: files[file]! } });
        const reports = await pullAll();
        const diagnostic = found(reports.find(({ uri }) => uri === at(reported))?.items ?? [], rule)[0];
        assert.ok(diagnostic, `${rule} is not found`);
        const actions = await own.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: at(reported) }, range: diagnostic.range, context: { diagnostics: [diagnostic] } });
        const edit = actions.find((each) => each.title === title)?.edit;
        assert.ok(edit, `there is no such fix among: ${actions.map((each) => each.title).join(', ')}`);
        const changes = edit.documentChanges?.flatMap((change) => ('edits' in change ? [change] : [])) ?? Object.entries(edit.changes ?? {}).map(([uri, edits]) => ({ textDocument: { uri, version: 3 }, edits }));
        assert.deepEqual(changes.map(({ textDocument: { uri, version } }) => [uri, version]), Object.keys(after).map((file) => [at(file), opened.includes(file) ? 3 : null]));
        for (const { textDocument: { uri }, edits } of changes) {
          const file = uri.slice(uri.lastIndexOf('/') + 1);
          const fixed = TextDocument.applyEdits(TextDocument.create(uri, idOf(file), 1, files[file]!), edits as TextEdit[]);
          assert.equal(fixed, after[file]);
          parses(file, fixed);
          if (opened.includes(file)) await own.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 4 }, contentChanges: [{ text: fixed }] });
          else {
            writeFileSync(join(folder, file), fixed);
            await own.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
          }
        }
        // Answers when what changed on disk has been read.
        await pullAll(reports);
        const [first] = opened;
        const left = await own.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: at(first!) } });
        assert.deepEqual(found(left.items, rule), []);
      } finally {
        await own.stop();
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('are offered in the user’s language, as are the findings', async () => {
    const texts = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
    const chinese = await startServer({ trusted: false, initialize: { initializationOptions: { trusted: false, texts } } });
    try {
      const [{ before: text } = { before: '' }] = cases;
      await chinese.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf('zh.py'), languageId: 'python', version: 1, text } });
      const { items } = await chinese.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: uriOf('zh.py') } });
      const [diagnostic] = found(items, 'lock-order-inversion');
      assert.equal(diagnostic?.message, '可能的死锁：one 先获取 a 再获取 b，而 other 先获取 b 再获取 a。');
      assert.deepEqual(diagnostic.relatedInformation?.map(({ message }) => message), ['A1: one 获取 a', 'A2: one 获取 b', 'B1: other 获取 b', 'B2: other 获取 a']);
      const actions = await chinese.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: uriOf('zh.py') }, range: diagnostic.range, context: { diagnostics: [diagnostic] } });
      assert.equal(apply('zh.py', text, actions[0]!).split('\n')[5], '    with b:');
    } finally {
      await chinese.stop();
    }
  });

  it('keeps the line ends of the file', async () => {
    const text = cases[0]!.before.replaceAll('\n', '\r\n');
    await open('crlf.py', text);
    const [diagnostic] = found(await pull('crlf.py'), 'lock-order-inversion');
    const [action] = await ask('crlf.py', [diagnostic!]);
    assert.equal(apply('crlf.py', text, action!), cases[0]!.after.replaceAll('\n', '\r\n'));
    await close('crlf.py');
  });

  it('mends a whole file at once where that is safe, and only for who asks', async () => {
    const text = `${python}def one(items):\n    a.acquire()\n    items.pop()\n    a.release()\n\n# threadbook: ignore[lock-leak] nothing here\nx = 1\n\ndef two(items):\n    b.acquire()\n    items.pop()\n    b.release()\n`;
    await open('all.py', text);
    const diagnostics = await pull('all.py');
    assert.equal(diagnostics.length, 3);
    const list = await ask('all.py', diagnostics, ['source.fixAll']);
    assert.deepEqual(list.map(({ kind }) => kind), ['source.fixAll.threadbook']);
    const fixed = apply('all.py', text, list[0]!);
    assert.equal(fixed, `${python}def one(items):\n    with a:\n        items.pop()\n\nx = 1\n\ndef two(items):\n    with b:\n        items.pop()\n`);
    await client.connection.sendNotification('textDocument/didChange', { textDocument: { uri: uriOf('all.py'), version: 2 }, contentChanges: [{ text: fixed }] });
    assert.deepEqual(await pull('all.py'), []);
    assert.ok((await ask('all.py', diagnostics)).every(({ kind }) => kind === 'quickfix'));
    await close('all.py');
  });
});
