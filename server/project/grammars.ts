// Reads the parsers' WebAssembly, which the lint itself may not open, and makes an engine with all languages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine } from '../lint/engine.js';
import { createLanguages } from '../lint/languages/index.js';
import type { Grammars, Language } from '../lint/languages/language.js';

/** The parser's runtime and the grammars. */
export const grammarFiles = (folder: string): [runtime: string, python: string] => [join(folder, 'web-tree-sitter.wasm'), join(folder, 'tree-sitter-python.wasm')];

/** `folder` is the build's `grammars`. Rejects where a file is missing. */
export async function readGrammars(folder: string): Promise<Grammars> {
  const [runtimeFile, pythonFile] = grammarFiles(folder);
  const [runtime, python] = await Promise.all([readFile(runtimeFile), readFile(pythonFile)]);
  return { runtime, python };
}

export const readLanguages = async (folder: string): Promise<Language[]> => [...(await createLanguages(await readGrammars(folder)))];

/** An engine that knows no file yet. `once`: no file will change after the first question. */
export async function loadEngine(folder: string, once = false): Promise<Engine> {
  return createEngine({ languages: await readLanguages(folder), once });
}
