// The lint where it runs for a team: the package that pre-commit installs, and the steps of the GitHub Action, each as its runner would start them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

interface Ended {
  code: number;
  out: string;
}

const start = (program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<Ended> =>
  new Promise((settle, fail) => {
    execFile(program, args, { cwd, env }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') fail(error);
      else settle({ code: error ? Number(error.code) : 0, out: `${stdout}${stderr}` });
    });
  });

const bad = 'import threading\nlock = threading.Lock()\nwith lock:\n    with lock:\n        pass\n';

describe('the lint elsewhere', function () {
  this.timeout(60_000);
  let folder: string;
  let project: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-elsewhere-'));
    project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'bad.py'), bad);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is what npm packs and pre-commit starts', async () => {
    // pre-commit packs the repository, installs the package and puts its programs into the path.
    const packed = await start('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], process.cwd());
    assert.equal(packed.code, 0, packed.out);
    const archive = /^threadbook-.*\.tgz$/m.exec(packed.out)?.[0];
    assert.ok(archive, packed.out);
    const installed = await start('npm', ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', join(folder, 'node'), join(folder, archive)], folder);
    assert.equal(installed.code, 0, installed.out);
    const hook = readFileSync('.pre-commit-hooks.yaml', 'utf8');
    const value = (key: string): string => new RegExp(`^ {2}${key}: (.*)$`, 'm').exec(hook)?.[1] ?? '';
    const [program = '', ...args] = [...value('entry').split(' '), ...value('args').replace(/[[\]]/g, '').split(/, */)];
    assert.equal(value('pass_filenames'), 'false');
    const env = { ...process.env, PATH: `${join(folder, 'node', 'bin')}${delimiter}${process.env.PATH}` };
    const found = await start(program, args, project, env);
    assert.equal(found.code, 1, found.out);
    assert.match(found.out, /^bad\.py:4:10: error \[self-deadlock\]/);
    writeFileSync(join(project, 'bad.py'), 'x = 1\n');
    assert.deepEqual(await start(program, args, project, env), { code: 0, out: 'Nothing found in 1 file.\n' });
  });

  it('is the step of the GitHub Action, with annotations, SARIF and a baseline', async () => {
    const action = readFileSync('action.yml', 'utf8');
    const script = /\n {6}run: \|\n((?: {8}.*\n)+)/.exec(action)?.[1];
    assert.ok(script);
    const lint = (env: NodeJS.ProcessEnv) =>
      start('bash', ['-c', script], project, { ...process.env, THREADBOOK: resolve('dist/server/cli.cjs'), THREADBOOK_PATHS: '.', THREADBOOK_BASELINE: '', THREADBOOK_SEVERITY: 'warning', THREADBOOK_SARIF: '', ...env });
    for (const name of script.matchAll(/\$(THREADBOOK\w*)/g)) assert.match(action, new RegExp(`\\n {8}${name[1]}: `), `${name[1]} is not given to the step`);
    const found = await lint({ THREADBOOK_SARIF: 'found.sarif' });
    assert.equal(found.code, 1);
    assert.match(found.out, /^::error file=bad\.py,line=4,col=10,title=self-deadlock::/);
    assert.equal((JSON.parse(readFileSync(join(project, 'found.sarif'), 'utf8')) as { runs: { results: unknown[] }[] }).runs[0]?.results.length, 1);
    assert.equal((await lint({ THREADBOOK_BASELINE: 'known.json' })).code, 0);
    assert.equal((await lint({ THREADBOOK_BASELINE: 'known.json' })).code, 0);
    // A path with a star stays what it is, and a mistake is not taken for a finding.
    const mistake = await lint({ THREADBOOK_PATHS: 'no*where', THREADBOOK_SARIF: 'again.sarif' });
    assert.equal(mistake.code, 2);
    assert.match(mistake.out, /no file or folder “no\*where”/);
  });
});
