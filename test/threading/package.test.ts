// The library as somebody gets it who installs the package: packed, unpacked elsewhere, imported by its name, with types.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const program = `
import { isMainThread } from 'node:worker_threads';
import { Lock, Queue, task, Thread } from 'threadbook/threading';

export const fill = task(import.meta.url, function fill(queue, lock, times) {
  for (let n = 0; n < times; n++) {
    lock.acquire();
    queue.put(n);
    lock.release();
  }
});

if (isMainThread) {
  const queue = new Queue();
  const thread = new Thread(fill, { args: [queue, new Lock(), 100] }).start();
  thread.join();
  console.log(queue.size);
}
`;

const typed = `
import { Queue, task, Thread, type Task } from 'threadbook/threading';

export const add: Task<(queue: Queue<number>, n: number) => void> = task(import.meta.url, function add(queue: Queue<number>, n: number): void {
  queue.put(n);
});
const queue = new Queue<number>();
new Thread(add, { args: [queue, 1] }).start();
export const got: number = queue.get();
// @ts-expect-error a queue of numbers takes no text
queue.put('text');
// @ts-expect-error the task wants a number
new Thread(add, { args: [queue, 'text'] });
`;

describe('the package', function () {
  this.timeout(120_000);
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'threadbook-package-')));
  const run = (command: string, ...args: string[]): string => execFileSync(command, args, { cwd: home, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

  before(() => {
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', home], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })) as [{ filename: string }];
    run('tar', '-xzf', packed.filename);
    mkdirSync(join(home, 'node_modules'));
    renameSync(join(home, 'package'), join(home, 'node_modules', 'threadbook'));
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  });
  after(() => rmSync(home, { recursive: true }));

  it('runs from plain Node, with nothing else installed', () => {
    writeFileSync(join(home, 'program.js'), program);
    assert.equal(run(process.execPath, '--no-warnings', 'program.js'), '100\n');
  });

  it('has types that hold what they promise, with those of Node', () => {
    writeFileSync(join(home, 'typed.ts'), typed);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,esnext.disposable', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'typed.ts'], { cwd: home, encoding: 'utf8' });
    assert.equal(stdout, '');
  });
});
