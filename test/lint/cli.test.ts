// `threadbook lint` as a person or a script meets it: output, exit codes, what is left out.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Writable } from 'node:stream';
import { lint } from '../../server/cli/lint.js';
import { UserError } from '../../server/user-error.js';
import { threadbook } from '../command-line.js';

const bad = 'import threading\nlock = threading.Lock()\n\ndef again():\n    with lock:\n        with lock:\n            pass\n';

describe('threadbook lint', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'threadbook-lint-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  async function run(...args: string[]): Promise<{ code: number; out: string }> {
    let out = '';
    const sink = new Writable({ write: (chunk, _encoding, done) => { out += String(chunk); done(); } });
    return { code: await lint(args, join('dist', 'grammars'), { out: sink, err: sink }), out };
  }

  it('answers 0 where nothing is found', async () => {
    write('clean.py', 'import threading\n');
    assert.deepEqual(await run(folder), { code: 0, out: 'Nothing found in 1 file.\n' });
  });

  it('prints findings with every step, and answers 1', async () => {
    const shown = relative(process.cwd(), write('bad.py', bad));
    const { code, out } = await run(folder);
    assert.equal(code, 1);
    assert.match(out, new RegExp(`^${shown}:6:14: error \\[self-deadlock\\] again takes lock, which it already holds`));
    assert.match(out, new RegExp(`\n    ${shown}:5:10: A1: again takes lock\n    ${shown}:6:14: A2: `));
  });

  it('prints one JSON array in the promised form', async () => {
    const file = relative(process.cwd(), write('bad.py', bad));
    const { code, out } = await run(folder, '--format', 'json');
    assert.equal(code, 1);
    const [finding, ...rest] = JSON.parse(out);
    assert.deepEqual(rest, []);
    assert.deepEqual(Object.keys(finding), ['rule', 'severity', 'file', 'line', 'column', 'message', 'related']);
    assert.deepEqual({ ...finding, message: '' }, {
      rule: 'self-deadlock', severity: 'error', file, line: 6, column: 14, message: '',
      related: [
        { file, line: 5, column: 10, message: 'A1: again takes lock' },
        { file, line: 6, column: 14, message: 'A2: again takes lock again' },
      ],
    });
  });

  it('prints an empty JSON array where nothing is found', async () => {
    write('clean.ts', 'export {};\n');
    assert.deepEqual(await run(folder, '--format', 'json'), { code: 0, out: '[]\n' });
  });

  it('leaves out other people’s code below a folder, and reads it when it is named', async () => {
    write('node_modules/thing/bad.py', bad);
    write('.venv/lib/bad.py', bad);
    write('environment/pyvenv.cfg', '');
    write('environment/lib/bad.py', bad);
    assert.equal((await run(folder)).code, 0);
    assert.equal((await run(join(folder, 'node_modules'))).code, 1);
  });

  it('keeps in a folder what it was told to, and says the same the next time; two at once', async function () {
    this.timeout(20_000);
    for (const name of ['a', 'b', 'c']) write(`${name}.py`, bad);
    write('large.py', `x = ${'1 + '.repeat(80_000)}1\n`);
    const cache = join(folder, 'cache');
    const plain = await threadbook('lint', folder, '--format', 'json', '--unused');
    const both = await Promise.all([1, 2].map(() => threadbook('lint', folder, '--format', 'json', '--unused', '--cache', cache)));
    const again = await threadbook('lint', folder, '--format', 'json', '--unused', '--cache', cache);
    assert.match(plain.stderr, /large\.py was left out/);
    for (const each of [...both, again]) assert.deepEqual(each, plain);
    assert.equal(readFileSync(join(cache, 'lint', '.gitignore'), 'utf8'), '*\n');
    write('a.py', 'x = 1\n');
    assert.deepEqual(await threadbook('lint', folder, '--format', 'json', '--cache', cache), await threadbook('lint', folder, '--format', 'json'));
    const graph = await threadbook('lint', folder, '--graph', 'dot', '--cache', cache);
    assert.deepEqual(graph, await threadbook('lint', folder, '--graph', 'dot'));
  });

  it('lints a broken file as far as it goes', async () => {
    write('broken.py', `${bad}\ndef half(:\n    with (\n`);
    write('broken.ts', `import { Mutex } from 'async-mutex';\nconst m = new Mutex();\nexport const f = () => m.runExclusive(() => m.runExclusive(() => 1));\nconst x = = ;\nfunction g( {\n`);
    const { out } = await run(folder, '--format', 'json');
    assert.deepEqual(JSON.parse(out).map((finding: { rule: string; file: string }) => [finding.rule, finding.file.slice(-9)]), [['self-deadlock', 'broken.py'], ['self-deadlock', 'broken.ts']]);
  });

  it('writes SARIF with a thread flow for each path and a fingerprint that survives moved lines', async () => {
    const cycle = (space: string) => `import threading\n${space}a = threading.Lock()\nb = threading.Lock()\ndef one():\n    with a:\n        with b:\n            pass\ndef two():\n    with b:\n        with a:\n            pass\n`;
    write('cycle.py', cycle(''));
    const first = JSON.parse((await run(folder, '--format', 'sarif')).out).runs[0];
    write('cycle.py', cycle('\n\n\n'));
    const second = JSON.parse((await run(folder, '--format', 'sarif')).out).runs[0];
    assert.equal(first.results.length, 1);
    assert.deepEqual(first.results[0].codeFlows[0].threadFlows.map((flow: { locations: unknown[] }) => flow.locations.length), [2, 2]);
    assert.equal(first.tool.driver.rules[first.results[0].ruleIndex].id, 'lock-order-inversion');
    assert.notDeepEqual(first.results[0].locations, second.results[0].locations);
    assert.deepEqual(first.results[0].partialFingerprints, second.results[0].partialFingerprints);
  });

  it('reports only what a baseline does not list', async () => {
    const baseline = join(folder, 'baseline.json');
    write('bad.py', bad);
    assert.equal((await run(folder, '--baseline', baseline)).code, 0);
    assert.equal((await run(folder, '--baseline', baseline)).code, 0);
    write('worse.py', bad.replace('again', 'other'));
    const { code, out } = await run(folder, '--baseline', baseline, '--format', 'json');
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(out).map((finding: { file: string }) => finding.file.slice(-8)), ['worse.py']);
    write('baseline.json', '{}');
    await assert.rejects(run(folder, '--baseline', baseline), (error) => error instanceof UserError && /is no baseline/.test(error.message));
  });

  it('writes annotations, the graph of orders and explanations', async () => {
    write('bad.py', `${bad}other = threading.Lock()\ndef nested():\n    with lock:\n        with other:\n            pass\n`);
    assert.match((await run(folder, '--format', 'github')).out, /^::error file=.*bad.py,line=6,col=14,title=self-deadlock::again takes lock.*%0A.*A1/);
    assert.match((await run(folder, '--graph', 'dot')).out, /digraph[^]*label="lock"[^]*label="other"[^]*l0 -> l1 \[label="nested .*bad.py:11"\]/);
    assert.match((await run('--explain', 'lock-leak')).out, /^lock-leak \(warning\)[^]*ignore\[lock-leak\]/);
  });

  it('checks the rules that were asked for', async () => {
    write('bad.py', bad);
    assert.equal((await run(folder, '--rule', 'lock-leak')).code, 0);
    assert.equal((await run(folder, '--off', 'self-deadlock')).code, 0);
    assert.equal((await run(folder, '--rule', 'self-deadlock')).code, 1);
    assert.equal((await run(folder, '--severity', 'error')).code, 1);
    write('bad.py', 'import threading, time\nlock = threading.Lock()\ndef nap():\n    with lock:\n        time.sleep(1)\n');
    assert.equal((await run(folder)).code, 1);
    assert.equal((await run(folder, '--severity', 'warning')).code, 0);
  });

  const cycle = 'import threading\na = threading.Lock()\nb = threading.Lock()\ndef one():\n    with a:\n        with b:\n            pass\n';

  it('follows threadbook.json: severities, what is left out, the declared order', async () => {
    write('bad.py', bad);
    write('vendor/bad.py', bad);
    write('order.py', cycle);
    const config = write('threadbook.json', '{ "rules": { "self-deadlock": "information" }, "exclude": ["vendor"],\n"order": ["b < a"] }');
    const { out } = await run(folder, '--config', config, '--format', 'json');
    const found: { rule: string; severity: string; file: string; related: { file: string; line: number }[] }[] = JSON.parse(out);
    assert.deepEqual(found.map(({ rule, severity, file }) => [rule, severity, file.slice(file.lastIndexOf('/') + 1)]), [['self-deadlock', 'information', 'bad.py'], ['declared-order-broken', 'error', 'order.py']]);
    assert.deepEqual([found[1]?.related.at(-1)?.file, found[1]?.related.at(-1)?.line], [relative(process.cwd(), config), 2]);
  });

  it('finds threadbook.json above the working directory', async () => {
    write('threadbook.json', '{ "rules": { "self-deadlock": "off" } }');
    const inside = dirname(write('src/bad.py', bad));
    const { code, stdout } = await threadbook.in(inside, 'lint', '.');
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'Nothing found in 1 file.\n' });
  });

  it('refuses a threadbook.json with mistakes and says each with its place', async () => {
    const config = write('threadbook.json', '{\n  "rules": { "self-deadlok": "off" },\n  "order": ["a"]\n}');
    const shown = relative(process.cwd(), config);
    await assert.rejects(run(folder, '--config', config), (error) => error instanceof UserError && error.message.includes(`${shown}:2:14: Property self-deadlok is not allowed`) && error.message.includes(`${shown}:3:13: An order names`));
  });

  it('says which name of a declared order no lock has', async () => {
    write('order.py', cycle);
    const { code, out } = await run(folder, '--config', write('threadbook.json', '{ "order": ["a < bb"] }'));
    assert.equal(code, 0);
    assert.match(out, /threadbook\.json:1:13: no lock that is taken in these files is called bb\./);
  });

  it('reports comments that silence nothing where it is asked to', async () => {
    write('clean.py', 'import threading  # threadbook: ignore[lock-leak] old\n');
    assert.equal((await run(folder)).code, 0);
    assert.match((await run(folder, '--unused')).out, /clean\.py:1:\d+: hint \[unused-silence\]/);
  });

  it('finds the same from facts that parts of a build have written', async () => {
    write('one/locks.py', cycle);
    write('two/back.py', 'from one.locks import a, b\ndef back():\n    with b:\n        with a:\n            pass\n');
    const whole = (await run(folder, '--format', 'json')).out;
    assert.match(whole, /lock-order-inversion/);
    const shards = ['one', 'two'].map((name) => join(folder, `${name}.facts`));
    for (const [index, name] of ['one', 'two'].entries()) assert.equal((await run(join(folder, name), '--emit-facts', shards[index]!)).code, 0);
    assert.equal((await run('--from-facts', shards[0]!, '--from-facts', shards[1]!, '--format', 'json')).out, whole);
    assert.equal((await run(join(folder, 'two'), '--from-facts', shards[0]!, '--format', 'json')).out, whole);
  });

  it('believes the files that it reads rather than older facts of them', async () => {
    const file = write('bad.py', bad);
    const facts = join(folder, 'old.facts');
    await run(folder, '--emit-facts', facts);
    assert.equal((await run('--from-facts', facts)).code, 1);
    write('bad.py', 'pass\n');
    assert.deepEqual(await run(file, '--from-facts', facts), { code: 0, out: 'Nothing found in 1 file.\n' });
  });

  it('says what is wrong with a file of facts', async () => {
    write('clean.py', 'pass\n');
    const facts = join(folder, 'x.facts');
    await run(folder, '--emit-facts', facts);
    const bytes = readFileSync(facts);
    const message = async (content: Buffer | string): Promise<string> => {
      writeFileSync(facts, content);
      return run('--from-facts', facts).then(() => 'nothing', (error: Error) => (error instanceof UserError ? error.message : String(error.stack)));
    };
    assert.match(await message(bytes.subarray(0, bytes.length - 9)), /is damaged/);
    assert.match(await message('threadbook facts 0\n'), /another version/);
    assert.match(await message('hello'), /holds no facts/);
    assert.match(await message(''), /holds no facts/);
  });

  it('finds the same on several threads as on one', async function () {
    this.timeout(30_000); // Two processes that load everything.
    for (let count = 0; count < 150; count++) write(`many/part${count}.py`, count % 10 === 0 ? bad : cycle);
    const [one, several] = [await threadbook('lint', folder, '--jobs', '1', '--format', 'json'), await threadbook('lint', folder, '--jobs', '3', '--format', 'json')];
    assert.equal(JSON.parse(one.stdout).length, 15);
    assert.deepEqual(several, one);
  });

  for (const [args, words] of [
    [['nowhere'], /no file or folder “nowhere”/],
    [[], /Name at least one file or folder/],
    [['.', '--format', 'xml'], /--format must be text, json, sarif or github, not “xml”/],
    [['.', '--rule', 'nothing'], /There is no rule “nothing”. The rules are: lock-order-inversion, /],
    [['.', '--write-baseline'], /needs --baseline FILE/],
    [['.', '--graph', 'png'], /--graph must be dot/],
    [['.', '--jobs', '0'], /--jobs must be a whole number from 1/],
    [['.', '--config', 'nowhere.json'], /no file “nowhere.json”/],
    [['--cache', 'there', '--from-facts', 'nowhere'], /use one of them/],
    [['--from-facts', 'nowhere'], /“nowhere” cannot be read/],
  ] as [string[], RegExp][]) {
    it(`refuses ${JSON.stringify(args)} with a sentence`, async () => {
      await assert.rejects(run(...args), (error) => error instanceof UserError && words.test(error.message));
    });
  }
});
