// The Python front end: tree-sitter's grammar, because it goes on after an error and costs a millisecond.
import { Language as Grammar, Parser } from 'web-tree-sitter';
import type { FileFacts } from '../facts/facts.js';
import { createBuilder } from './builder.js';
import type { Grammars, Language } from './language.js';
import { pythonLibrary } from './python/library.js';
import { extractModule } from './python/statements.js';
import { createTreeMemory } from './python/tree-memory.js';
import { createPythonParser, type ParsedPython } from './python/tree.js';
import { createLines, findSilences } from './text.js';

declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
}

let started: Promise<WebAssembly.Memory> | undefined;

/** There is one parser runtime in a program. Answers the memory that it works in. */
export function startParser(runtime: Uint8Array): Promise<WebAssembly.Memory> {
  return (started ??= (async () => {
    // In pages of 64 KB. It is ours, because the trees are read out of it.
    const memory = new WebAssembly.Memory({ initial: 512, maximum: 32_768 });
    // The runtime wants its WebAssembly by this name; handing it the bytes keeps it from looking for a file.
    await Parser.init({ wasmBinary: runtime, wasmMemory: memory });
    return memory;
  })());
}

export async function createPython(grammars: Grammars): Promise<Language> {
  const memory = await startParser(grammars.runtime);
  const parser = new Parser();
  const grammar = await Grammar.load(grammars.python);
  parser.setLanguage(grammar);
  const python = createPythonParser(parser, createTreeMemory(memory, grammar));

  return {
    id: 'python',
    extensions: ['.py', '.pyw'],
    library: pythonLibrary,
    extract: (path, text) => factsOf(path, text, python.parse(path, text)),
    extractWhole(path, text) {
      const parsed = python.parseWhole(path, text);
      return parsed && factsOf(path, text, parsed);
    },
    candidates,
    libraryName: (module) => `py:${module}`,
  };
}

function factsOf(path: string, text: string, parsed: ParsedPython): FileFacts {
  const lines = createLines(text);
  const builder = createBuilder(path, 'python', lines.whole);
  extractModule(text, lines, builder, parsed.root);
  builder.facts.silences = findSilences(text, lines);
  builder.facts.errors = parsed.errors.map((error) => ({ at: lines.range(error.start, error.end), message: 'This is not valid Python.' }));
  return builder.finish();
}

/** A dotted name may start at any folder above the importing file, nearest first; leading dots say which. */
function candidates(importing: string, module: string): string[] {
  const folders = importing.split('/').slice(0, -1);
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const rest = module.slice(dots).split('.').filter(Boolean);
  const at = (base: string[]): string[] => {
    const path = [...base, ...rest].join('/');
    return [`${path}.py`, `${path}/__init__.py`];
  };
  if (dots > 0) return at(folders.slice(0, folders.length - (dots - 1)));
  const found: string[] = [];
  for (let depth = folders.length; depth >= 0; depth--) {
    found.push(...at(folders.slice(0, depth)));
    found.push(...at([...folders.slice(0, depth), 'src']));
  }
  return found;
}
