// Which files of a workspace are shown as recipes. Knows nothing of vscode, so that it can be tested in plain Node.
import type { OwnRecipeFiles } from '../server/protocol.js';

/** Each is a process when it is read: so many take a minute. Of more the first by their paths are shown, and a row says how many are not. */
export const mostFiles = 1_000;

/** `paths` may hold one twice: a folder of the workspace may lie in another one. */
export function shownFiles(paths: readonly string[]): OwnRecipeFiles {
  const files = [...new Set(paths)].sort();
  return { files: files.slice(0, mostFiles), leftOut: Math.max(0, files.length - mostFiles) };
}
