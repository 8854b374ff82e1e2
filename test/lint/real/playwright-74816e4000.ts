// After microsoft/playwright 74816e4000: the lock on a folder stays behind when what is done in it fails.
import * as files from 'node:fs/promises';
import * as lockfile from 'lockfiles';

export async function install_bad(folder: string): Promise<void> {
  const releaseLock = await lockfile.lock(folder); // warn lock-leak "an exception" // step A1
  await files.mkdir(`${folder}/links`); // step A2
  await releaseLock(); // step B1
}

export async function install_ok(folder: string): Promise<void> {
  const releaseLock = await lockfile.lock(folder);
  try {
    await files.mkdir(`${folder}/links`);
  } finally {
    await releaseLock();
  }
}
