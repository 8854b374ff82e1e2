// Finds pylint, which the lint's speed is compared with: on this machine, or unpacked from Debian's packages into a folder, without installing anything.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const packages = ['pylint', 'python3-astroid', 'python3-dill', 'python3-isort', 'python3-lazy-object-proxy', 'python3-logilab-common', 'python3-mccabe', 'python3-platformdirs', 'python3-toml', 'python3-tomlkit', 'python3-wrapt'];

const runs = (path) => spawnSync('python3', ['-m', 'pylint', '--version'], { env: { ...process.env, PYTHONPATH: path } }).status === 0;

/** The value for PYTHONPATH; undefined, with a sentence on standard error, where there is none. `folder` is written to. */
export function findPylint(folder) {
  const given = process.env.BENCH_PYLINT ?? '';
  if (runs(given)) return given;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
  const unpacked = join(folder, 'unpacked');
  if (status === 0) for (const name of readdirSync(folder).filter((each) => each.endsWith('.deb'))) spawnSync('dpkg', ['-x', join(folder, name), unpacked]);
  const path = join(unpacked, 'usr/lib/python3/dist-packages');
  if (existsSync(path) && runs(path)) return path;
  console.error('pylint is not measured: it is not installed here, and Debian’s packages of it cannot be had or do not run (BENCH_PYLINT names a folder with its packages).');
  return undefined;
}
