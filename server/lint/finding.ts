// What the lint says: findings with the places that explain them. Plain data; knows neither editors nor languages.

/** A stretch of a file; lines and columns from 1, the end exclusive. Columns count UTF-16 units. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface Site extends Range {
  file: string;
}

/** One place on the way to the problem. */
export interface Related {
  site: Site;
  message: string;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding {
  /** The rule's id. */
  rule: string;
  severity: Severity;
  site: Site;
  message: string;
  /** Every step of every path, in order. A lock finding without an explanation cannot be built. */
  related: readonly [Related, ...Related[]];
}

export const siteOf = (file: string, range: Range): Site => ({
  file,
  line: range.line,
  column: range.column,
  endLine: range.endLine,
  endColumn: range.endColumn,
});

/** Order of the file, then of the text, then of the rule's name. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.site.file, b.site.file) || a.site.line - b.site.line || a.site.column - b.site.column || compareText(a.rule, b.rule) || compareText(a.message, b.message)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
