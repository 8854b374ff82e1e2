// Where in its source a recipe is defined.

const definition = /^export (?:const|let|var) recipe\b/m;

/** The line, from 1, of `export const recipe`; undefined where the text has none. */
export function recipeLine(text: string): number | undefined {
  const found = definition.exec(text);
  return found ? text.slice(0, found.index).split('\n').length : undefined;
}
