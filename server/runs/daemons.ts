// The user's daemons, as their files tell: who runs, who was killed, who has stopped. Reads only; they are started and stopped by their recipe.
import { readdirSync } from 'node:fs';
import { daemonFiles, daemonStatus, type DaemonStatus } from '../../recipes/patterns/daemon.js';

export interface Daemon {
  name: string;
  status: DaemonStatus;
  /** Absolute path; the file may not be there yet. */
  log: string;
}

/** In the order of their names. None where the system has no daemons of this kind. */
export function listDaemons(): Daemon[] {
  if (process.platform === 'win32') return [];
  const folder = daemonFiles('any').folder;
  const names = readdirSync(folder).flatMap((file) => /^([\w-]{1,60})\.(?:pid|log)$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort().map((name) => {
    const files = daemonFiles(name);
    return { name, status: daemonStatus(files), log: files.log };
  });
}
