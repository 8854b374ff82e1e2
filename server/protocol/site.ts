// A place in source and the number of a run: words of several messages. Types only.

export type RunId = number;

/** Line and column from 1. `file` is an absolute path. */
export interface Site {
  file: string;
  line: number;
  column: number;
}
