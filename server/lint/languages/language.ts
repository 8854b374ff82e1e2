// What a language has to bring: a front end that turns text into facts, and tables about its libraries.
import type { FileFacts } from '../facts.js';
import type { Library } from '../library.js';

export interface Language {
  id: string;
  /** With the dot. */
  extensions: readonly string[];
  /** Never throws: what cannot be understood is left out and noted in `errors`. */
  extract(path: string, text: string): FileFacts;
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
