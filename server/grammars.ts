// Reads the parsers' WebAssembly, which the lint itself may not open, and makes an engine with all languages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine } from './lint/engine.js';
import { createLanguages } from './lint/languages/index.js';
import type { Grammars, Language } from './lint/languages/language.js';

/** `folder` is the build's `grammars`. Rejects where a file is missing. */
export async function readGrammars(folder: string): Promise<Grammars> {
  const [runtime, python] = await Promise.all([readFile(join(folder, 'web-tree-sitter.wasm')), readFile(join(folder, 'tree-sitter-python.wasm'))]);
  return { runtime, python };
}

export const readLanguages = async (folder: string): Promise<Language[]> => [...(await createLanguages(await readGrammars(folder)))];

/** An engine that knows no file yet. */
export async function loadEngine(folder: string): Promise<Engine> {
  return createEngine({ languages: await readLanguages(folder) });
}
