// What a fix of a finding is: whole lines of a file in place of others, in the finding's file or in one where another way of it runs. A fix works on
// text and offers nothing where it is not sure.

/** Lines count from 0; `last` is the last one that is replaced. */
export interface LineEdit {
  first: number;
  last: number;
  lines: string[];
  /** Where it is not the finding's own file. */
  uri?: string;
}

export interface Fix {
  title: string;
  edits: LineEdit[];
  /** It changes nothing but the mistake, so that it can be applied to a whole file unseen. */
  safe: boolean;
}

/** A step of one way of the finding. */
export interface Step {
  /** `A`, `B`, … */
  way: string;
  /** Missing in the finding's own file. */
  uri?: string;
  line: number;
  message: string;
}

export interface Problem {
  rule: string;
  lines: readonly string[];
  /** Where it is reported. */
  line: number;
  steps: readonly Step[];
  python: boolean;
  /** The lines of the other files in which steps stand. */
  others: ReadonlyMap<string, readonly string[]>;
}

export type Fixer = (problem: Problem) => Fix[];

export const indentOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';

/** The parts between commas that stand in no brackets and no strings. */
export function parts(text: string): string[] {
  const found: string[] = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote) quote = character === quote ? '' : quote;
    else if (/['"`]/.test(character)) quote = character;
    else if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    if (character === ',' && depth === 0 && !quote) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((each) => each.trim()).filter(Boolean);
}

/** The two lines where a way of a finding takes its locks, one right inside the other; the same line where one statement takes both. */
export interface NestedTake {
  way: string;
  /** Of the file in which they stand, missing for the finding's own. */
  uri?: string;
  lines: readonly string[];
  outer: number;
  inner: number;
}

export function nestedTakes(problem: Problem): NestedTake[] {
  const ways = [...new Set(problem.steps.map(({ way }) => way))];
  return ways.flatMap((way) => {
    const taken = problem.steps.filter((step) => step.way === way);
    const [outer, ...between] = taken;
    const inner = between.pop();
    if (taken.some(({ uri }) => uri !== outer?.uri)) return [];
    const lines = outer?.uri === undefined ? problem.lines : problem.others.get(outer.uri);
    // A function that is handed to a lock's own method is called where it stands.
    if (!outer || !inner || !lines || ![outer, inner].every(({ message }) => / takes /.test(message)) || !between.every(({ line, message }) => line === outer.line && / calls /.test(message))) return [];
    return inner.line === outer.line || inner.line === outer.line + 1 ? [{ way, ...(outer.uri === undefined ? {} : { uri: outer.uri }), lines, outer: outer.line, inner: inner.line }] : [];
  });
}

/** Where a line is, for a title: the file's name where it is another one. */
export const placeText = (uri: string, line: number): string => `${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}:${line + 1}`;
