// Runs the built command line in a process of its own. For tests.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

const program = resolve('dist/server/cli.cjs');

/** In the working directory of the tests. */
export const threadbook = (...args: string[]): Promise<Finished> => run(process.cwd(), args);
threadbook.in = (folder: string, ...args: string[]): Promise<Finished> => run(folder, args);

async function run(cwd: string, args: readonly string[]): Promise<Finished> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], { cwd, maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown } & Omit<Finished, 'code'>;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}
