// Runs the built command line in a process of its own. For tests.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export async function threadbook(...args: string[]): Promise<Finished> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['dist/server/cli.cjs', ...args], { maxBuffer: 64 * 1024 * 1024 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown } & Omit<Finished, 'code'>;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}
