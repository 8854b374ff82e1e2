// The front end for TypeScript and JavaScript: Babel's parser, because it follows both languages and runs anywhere.
import type { FileFacts } from '../facts/facts.js';
import { createBuilder } from './builder.js';
import { javascriptLibrary } from './javascript/library.js';
import { parseScript, parseWhole, type ParsedScript } from './javascript/parse.js';
import { extractProgram } from './javascript/statements.js';
import type { Language } from './language.js';
import { createLines, findSilences } from './text.js';

export function createJavaScript(): Language {
  return {
    id: 'javascript',
    extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
    library: javascriptLibrary,
    extract: (path, text) => factsOf(path, text, parseScript(path, text)),
    extractWhole(path, text) {
      const program = parseWhole(path, text);
      return program && factsOf(path, text, { program, errors: [] });
    },
    candidates,
    libraryName: (module) => (module === '' ? 'js:' : /(^|\/)threading\/index\.[jt]s$/.test(module) ? 'js:threadbook/threading' : `js:${module}`),
  };
}

function factsOf(path: string, text: string, parsed: ParsedScript): FileFacts {
  const lines = createLines(text);
  const builder = createBuilder(path, 'javascript', lines.whole);
  if (parsed.program) extractProgram(text, lines, builder, parsed.program);
  builder.facts.silences = findSilences(text, lines);
  builder.facts.errors = parsed.errors.map((error) => ({ at: lines.range(error.start, error.end), message: error.message }));
  return builder.finish();
}

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

function candidates(importing: string, module: string): string[] {
  if (!module.startsWith('.')) return [];
  const parts = importing.split('/').slice(0, -1);
  for (const step of module.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  const path = parts.join('/');
  // A TypeScript file is imported by the name that it will have as JavaScript.
  const source = path.replace(/\.([cm]?)js$/, '.$1ts').replace(/\.jsx$/, '.tsx');
  return [path, ...(source === path ? [] : [source, source.replace(/\.ts$/, '.tsx')]), ...endings.map((ending) => path + ending), ...endings.map((ending) => `${path}/index${ending}`)];
}
