// What a language has to bring: a front end that turns text into facts, and tables about its libraries.
import type { FileFacts } from '../facts/facts.js';
import type { Library } from '../facts/library.js';

export interface Language {
  id: string;
  /** With the dot. */
  extensions: readonly string[];
  /** Never throws: what cannot be understood is left out and noted in `errors`. */
  extract(path: string, text: string): FileFacts;
  /** The same of a text without errors; nothing of one that is broken, which costs less than `extract` for it. */
  extractWhole(path: string, text: string): FileFacts | undefined;
  /** The files that an import may mean, best first; paths with `/`. */
  candidates(importing: string, module: string): string[];
  /** The name under which the library tables know a module that is not a file of the workspace. */
  libraryName(module: string): string | undefined;
  library: Library;
}

/** Bytes of WebAssembly that the caller has read: the lint itself opens no file. */
export interface Grammars {
  runtime: Uint8Array;
  python: Uint8Array;
}

/**
 * Whether an import may lead to one of these files, judged by the last part of its name alone: true too often rather than too rarely. A file that
 * stands for its folder goes by the folder's name as well.
 */
export function importsAny(paths: Iterable<string>): (module: string) => boolean {
  const stems = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const stem = (parts[parts.length - 1] ?? '').replace(/(\.d)?\.\w+$/, '');
    stems.add(stem.slice(stem.lastIndexOf('.') + 1));
    if (stem === '__init__' || stem === 'index') {
      stems.add(parts[parts.length - 2] ?? '');
      stems.add('');
    }
  }
  const last = (module: string): string => /([^./\\]*)(?:\.[cm]?[jt]sx?)?$/.exec(module)?.[1] ?? '';
  return (module) => stems.has(last(module));
}
