// The facts of one file, whatever its text is like. Pure, and the same in every thread.
import type { FileFacts } from './facts/facts.js';
import type { Language } from './languages/language.js';

export const languageOf = (languages: readonly Language[], path: string): Language | undefined => languages.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)));

/** UTF-16 units. Whatever is larger is data or generated, and would take longer than somebody who types waits. */
export const textLimit = 250_000;

/** Text that is too long, or nested so deeply that the walk runs out of stack, is noted and left out. */
export const extractFacts = (language: Language, path: string, text: string): FileFacts => withinLimits(language, path, text, language.extract);

/** Nothing where the text is broken. */
export const extractWhole = (language: Language, path: string, text: string): FileFacts | undefined => withinLimits(language, path, text, language.extractWhole);

function withinLimits<T>(language: Language, path: string, text: string, extract: (path: string, text: string) => T): FileFacts | T {
  if (text.length > textLimit) return nothingOf(language, path, 'too-large');
  try {
    return extract(path, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return nothingOf(language, path, 'too-deep');
  }
}

const nothingOf = (language: Language, path: string, why: NonNullable<FileFacts['leftOut']>): FileFacts => ({ ...language.extract(path, ''), leftOut: why });
