// Finds and reads the project's threadbook.json for the command line. What is wrong in it ends the command: a lint that ignores half of its orders is worse than none.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { emptyConfig, lintConfigName, readLintConfig, type LintConfig } from '../project/lint-config.js';
import { shown, slashed } from '../project/source-files.js';
import { UserError } from '../user-error.js';

/** `file`: as the user named it; else the nearest one in this folder or above it. Throws a UserError that says every problem with its place. */
export async function findConfig(file: string | undefined): Promise<LintConfig> {
  const path = file === undefined ? nearest(process.cwd()) : resolve(file);
  if (path === undefined) return emptyConfig;
  if (!existsSync(path)) throw new UserError(`There is no file “${file}”.`);
  const { config, problems } = await readLintConfig(slashed(path), readFileSync(path, 'utf8'));
  if (problems.length > 0) throw new UserError(problems.map(({ site, message }) => `${shown(site.file)}:${site.line}:${site.column}: ${message}`).join('\n'));
  return config;
}

function nearest(folder: string): string | undefined {
  const path = join(folder, lintConfigName);
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above);
}
