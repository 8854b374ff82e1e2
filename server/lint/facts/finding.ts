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

/** Where a range of a file is at the moment it is asked: the ranges of facts move with the text above them. */
class LiveSite implements Site {
  constructor(
    readonly file: string,
    /** Two sites are one where this is one. */
    readonly range: Range,
  ) {}

  get line(): number {
    return this.range.line;
  }

  get column(): number {
    return this.range.column;
  }

  get endLine(): number {
    return this.range.endLine;
  }

  get endColumn(): number {
    return this.range.endColumn;
  }
}

export const siteOf = (file: string, range: Range): Site => new LiveSite(file, range);

/** The site as it is now, as plain data. */
export const fixedSite = ({ file, line, column, endLine, endColumn }: Site): Site => ({ file, line, column, endLine, endColumn });

/** The finding with its places as they are now. */
export function fixedFinding(finding: Finding): Finding {
  const [first, ...rest] = finding.related;
  const fix = (step: Related): Related => ({ ...step, site: fixedSite(step.site) });
  return { ...finding, site: fixedSite(finding.site), related: [fix(first), ...rest.map(fix)] };
}

/** Order of the file, then of the text, then of the rule's name. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.site.file, b.site.file) || a.site.line - b.site.line || a.site.column - b.site.column || compareText(a.rule, b.rule) || compareText(a.message, b.message)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
