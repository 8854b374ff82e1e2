// Finds the name of a rule in a line that `threadbook lint` has written. Knows no editor, so that it can be tested by itself.

export interface NamedRule {
  rule: string;
  /** Where the name begins, in characters from 0. */
  start: number;
}

/** What looks like it; whether there is such a rule, the caller knows. */
export function rulesIn(line: string): NamedRule[] {
  return [...line.matchAll(/: (?:error|warning|information|hint) \[([a-z]+(?:-[a-z]+)+)\] /g)].map(({ 0: text, 1: rule = '', index }) => ({ rule, start: index + text.indexOf('[') + 1 }));
}
