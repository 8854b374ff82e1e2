// Programs that are not ours, for the tests that use them: taken from the machine, else installed where that is possible, else the suite is skipped.
import { spawnSync } from 'node:child_process';

/**
 * In a `before` hook: `requireTool(this, 'nc', 'netcat-openbsd')`. Where the program is missing it is installed from Debian's packages if this is
 * root on Debian; may take a minute. Otherwise the suite is skipped and says why.
 */
export function requireTool(context: Mocha.Context, program: string, debianPackage: string): void {
  context.timeout(120_000);
  if (present(program)) return;
  if (process.getuid?.() === 0 && present('apt-get')) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = () => spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', debianPackage], { env: environment, stdio: 'ignore', timeout: 100_000 }).status === 0;
    if (!install()) {
      spawnSync('apt-get', ['update'], { env: environment, stdio: 'ignore', timeout: 60_000 });
      install();
    }
    if (present(program)) return;
  }
  process.stdout.write(`    skipped: these tests need ${program}, which is in Debian's package ${debianPackage}; install it and run them again.\n`);
  context.skip();
}

function present(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
