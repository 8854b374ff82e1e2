// The facts of one file, whatever its text is like. Pure, and the same in every thread.
import type { FileFacts } from './facts.js';
import type { Language } from './languages/language.js';

export const languageOf = (languages: readonly Language[], path: string): Language | undefined => languages.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));

/** Text that is nested so deeply that the walk runs out of stack is noted and left out. */
export function extractFacts(language: Language, path: string, text: string): FileFacts {
  try {
    return language.extract(path, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const facts = language.extract(path, '');
    return { ...facts, errors: [{ at: { line: 1, column: 1, endLine: 1, endColumn: 1 }, message: 'This file is nested too deeply to be understood.' }] };
  }
}
