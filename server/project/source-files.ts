// Finds the files that the lint should read. Other people's code below a project is left out.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../user-error.js';

/** Larger ones are data or generated. */
const sizeLimit = 5_000_000;

const skipped = new Set(['node_modules', '.git', '.hg', '.svn', '__pycache__', '.venv', '.tox', '.nox', '.mypy_cache', '.pytest_cache', 'site-packages']);

/** Folders of other people's code and of tools, by name. */
export const isSkippedFolder = (name: string): boolean => skipped.has(name);

/** Absolute paths with `/`, sorted. `accepts` says which names count. Throws a UserError where a path does not exist. */
export function findSourceFiles(paths: readonly string[], accepts: (path: string) => boolean): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const full = resolve(path);
    if (!existsSync(full)) throw new UserError(`There is no file or folder “${path}”.`);
    if (statSync(full).isDirectory()) walk(full, accepts, found);
    else if (accepts(full)) found.add(slashed(full));
  }
  return [...found].sort();
}

function walk(folder: string, accepts: (path: string) => boolean, found: Set<string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      // A virtual environment may have any name; its configuration file gives it away.
      if (!skipped.has(entry.name) && !existsSync(join(path, 'pyvenv.cfg'))) walk(path, accepts, found);
    } else if (entry.isFile() && accepts(path) && !/\.min\.[cm]?js$/.test(entry.name) && statSync(path).size <= sizeLimit) found.add(slashed(path));
  }
}

export const slashed = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'));

/** As people see it: relative to the working directory, with `/`. */
export const shown = (path: string): string => slashed(relative(process.cwd(), path)) || '.';

/** Text of a file; bytes that are no UTF-8 become replacement characters. */
export const readSource = (path: string): string => readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
