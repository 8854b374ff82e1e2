// The languages that the lint understands.
import { createJavaScript } from './javascript.js';
import type { Grammars, Language } from './language.js';
import { createPython } from './python.js';

/** Loads the parsers. The bytes come from the caller, who knows where files lie. */
export async function createLanguages(grammars: Grammars): Promise<readonly Language[]> {
  return [await createPython(grammars), createJavaScript()];
}
