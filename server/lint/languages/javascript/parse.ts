// Turns TypeScript or JavaScript text into a tree. Text that is no program, as while somebody types, is parsed as far as it goes.
import { parse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import type { Program } from '@babel/types';

export interface ParsedScript {
  program: Program | undefined;
  errors: { start: number; end: number; message: string }[];
}

/** How many broken lines are blanked out before the file is given up. */
const repairs = 12;

export function parseScript(path: string, text: string): ParsedScript {
  const errors: ParsedScript['errors'] = [];
  let current = text;
  let closed = false;
  // The brackets that were added at the end are no place in the text.
  const errorAt = (at: number, message: string): ParsedScript['errors'][number] => ({ start: Math.min(at, text.length), end: Math.min(at + 1, text.length), message });
  for (let attempt = 0; attempt <= repairs; attempt++) {
    for (const plugins of pluginsFor(path)) {
      try {
        const file = parse(current, { ...options, plugins });
        for (const error of file.errors ?? []) errors.push(errorAt(offsetOf(error), error.message));
        return { program: file.program, errors };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const at = offsetOf(error);
        // Anything else than a place in the text, such as nesting too deep, cannot be repaired.
        if (at < 0) return { program: undefined, errors: [{ start: 0, end: 0, message: error.message }] };
        if (plugins !== pluginsFor(path).at(-1)) continue;
        errors.push(errorAt(at, error.message));
        if (at >= current.trimEnd().length && !closed) {
          closed = true;
          current = current.trimEnd() + missingBrackets(current);
        } else current = blankLine(current, at);
      }
    }
  }
  return { program: undefined, errors };
}

/** The tree of a text without errors; nothing of one that is broken, which is not repaired. */
export function parseWhole(path: string, text: string): Program | undefined {
  for (const plugins of pluginsFor(path)) {
    try {
      const file = parse(text, { ...options, plugins });
      return (file.errors ?? []).length === 0 ? file.program : undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

const options: ParserOptions = {
  sourceType: 'unambiguous',
  errorRecovery: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  allowNewTargetOutsideFunction: true,
  attachComment: false,
};

const common: ParserPlugin[] = ['decorators', 'explicitResourceManagement', 'decoratorAutoAccessors'];
const typescript: ParserPlugin[][] = [[...common, 'typescript']];
const tsx: ParserPlugin[][] = [[...common, 'typescript', 'jsx']];
/** JavaScript may be written with JSX, and with Flow's types. */
const javascript: ParserPlugin[][] = [
  [...common, 'jsx'],
  [...common, 'jsx', 'flow'],
];

function pluginsFor(path: string): ParserPlugin[][] {
  if (path.endsWith('.tsx')) return tsx;
  return /\.[cm]?ts$/.test(path) ? typescript : javascript;
}

function offsetOf(error: unknown): number {
  return error instanceof Error && 'pos' in error && typeof error.pos === 'number' ? error.pos : -1;
}

/** Replaces the line that holds the offset by spaces, so that every position stays what it was. */
function blankLine(text: string, offset: number): string {
  let at = Math.min(offset, text.length - 1);
  let start = text.lastIndexOf('\n', at - 1) + 1;
  if (text.slice(start, at + 1).trim() === '') {
    // Already empty: the fault lies on a line before.
    at = text.slice(0, start).trimEnd().length - 1;
    start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  }
  const next = text.indexOf('\n', Math.max(0, at));
  const end = next < 0 ? text.length : next;
  return text.slice(0, start) + ' '.repeat(Math.max(0, end - start)) + text.slice(end);
}

/** The closing brackets that a cut-off text lacks; strings are not looked into. */
function missingBrackets(text: string): string {
  const open: string[] = [];
  for (const character of text) {
    if (character === '{') open.push('}');
    else if (character === '(') open.push(')');
    else if (character === '[') open.push(']');
    else if (character === open[open.length - 1]) open.pop();
  }
  return open.reverse().join('');
}
