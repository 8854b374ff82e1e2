// While somebody types, a text is broken for a while. What was edited since it was whole waits: the facts are those of the whole text, with every
// place where it is now. Otherwise findings would vanish and come back with each bracket. Keeps open documents alone, and knows no engine.
import type { FileFacts } from './facts/facts.js';
import { createLines, findSilences } from './languages/text.js';
import { editBetween, type TextEdit } from './languages/text-edit.js';

/** A part of the whole text, and what stands there in the text as it is. UTF-16 units. */
interface Waiting {
  wholeStart: number;
  wholeEnd: number;
  start: number;
  end: number;
}

interface Typed {
  text: string;
  /** The last text that could be understood; absent while none is known, or where too much has changed since. */
  whole: string | undefined;
  /** Of the whole text, with its places; kept while something waits, and given to nobody. */
  facts: FileFacts | undefined;
  /** In the order of the text; between them the two texts are the same. */
  waiting: Waiting[];
}

export interface HalfTyped {
  /**
   * What is known of a document whose text is new: its own facts, or those of the last whole text where it is broken. Undefined where it is the text of
   * the last call, and the first time, when there is nothing to compare with.
   */
  type(path: string, text: string): { facts: FileFacts; whole: boolean } | undefined;
  /** Whether the document is broken, and known by its last whole text. */
  waits(path: string): boolean;
  forget(path: string): void;
}

/** What reads texts; nothing for what is not to be understood at all. */
export interface Reading {
  extract(path: string, text: string): FileFacts | undefined;
  /** Nothing for a text that is broken as well. */
  extractWhole(path: string, text: string): FileFacts | undefined;
}

export function createHalfTyped({ extract, extractWhole }: Reading): HalfTyped {
  const documents = new Map<string, Typed>();
  const wholeFacts = (path: string, text: string): FileFacts | undefined => {
    const facts = extractWhole(path, text);
    return facts?.leftOut ? undefined : facts;
  };

  function lastWhole(path: string, document: Typed, text: string): FileFacts | undefined {
    if (document.whole === undefined) return undefined;
    // Before the first edit nobody has asked whether the text is whole.
    document.facts ??= wholeFacts(path, document.whole);
    if (!document.facts) return undefined;
    const { whole } = document;
    const { all, edited } = withEdit(document.waiting, editBetween(document.text, text));
    // Where most of the whole text has gone, this is another text.
    if (all.reduce((sum, part) => sum + part.wholeEnd - part.wholeStart, 0) * 2 > whole.length) return undefined;
    document.waiting = all;
    if (all.length > 1) {
      // Something else is broken: this edit may be good by itself.
      const tried = whole.slice(0, edited.wholeStart) + text.slice(edited.start, edited.end) + whole.slice(edited.wholeEnd);
      const facts = wholeFacts(path, tried);
      if (facts) Object.assign(document, { whole: tried, facts, waiting: without(all, edited) });
    }
    return placed(document.facts, document.whole, text, document.waiting);
  }

  return {
    type(path, text) {
      const document = documents.get(path);
      if (document?.text === text) return undefined;
      if (!document) {
        documents.set(path, { text, whole: text, facts: undefined, waiting: [] });
        return undefined;
      }
      const now = extractWhole(path, text);
      const before = now ? undefined : lastWhole(path, document, text);
      const facts = now ?? before ?? extract(path, text);
      if (!facts) return undefined;
      if (!before) Object.assign(document, { whole: now && !now.leftOut ? text : undefined, facts: undefined, waiting: [] });
      document.text = text;
      return before ? { facts: { ...before, silences: findSilences(text, createLines(text)) }, whole: false } : { facts, whole: true };
    },
    waits: (path) => (documents.get(path)?.waiting.length ?? 0) > 0,
    forget: (path) => void documents.delete(path),
  };
}

/** An edit joins what it touches of what waits. */
function withEdit(waiting: readonly Waiting[], edit: TextEdit): { all: Waiting[]; edited: Waiting } {
  const by = edit.newEnd - edit.oldEnd;
  const before = waiting.filter(({ end }) => end < edit.start);
  const after = waiting.filter(({ start }) => start > edit.oldEnd);
  const touched = waiting.slice(before.length, waiting.length - after.length);
  const first = touched[0];
  const last = touched.at(-1);
  /** How far the whole text is ahead behind that part. */
  const ahead = (part: Waiting | undefined): number => (part ? part.wholeEnd - part.end : 0);
  const start = Math.min(edit.start, first?.start ?? edit.start);
  const end = Math.max(edit.oldEnd, last?.end ?? edit.oldEnd);
  const edited = { wholeStart: start + ahead(before.at(-1)), wholeEnd: end + ahead(last ?? before.at(-1)), start, end: end + by };
  return { all: [...before, edited, ...after.map((part) => ({ ...part, start: part.start + by, end: part.end + by }))], edited };
}

/** What waits when that part has become part of the whole text. */
function without(waiting: readonly Waiting[], accepted: Waiting): Waiting[] {
  const by = accepted.end - accepted.start - (accepted.wholeEnd - accepted.wholeStart);
  return waiting.filter((part) => part !== accepted).map((part) => (part.start < accepted.start ? part : { ...part, wholeStart: part.wholeStart + by, wholeEnd: part.wholeEnd + by }));
}

/** The facts of the whole text once more, with every place where it is now. What waits has the places of what stands there instead. */
function placed(facts: FileFacts, whole: string, text: string, waiting: readonly Waiting[]): FileFacts {
  const [from, to] = [lineStarts(whole), lineStarts(text)];
  const moved = (line: number, column: number): { line: number; column: number } => {
    const offset = (from[line - 1] ?? whole.length) + column - 1;
    let now = offset;
    for (const part of waiting) {
      if (offset < part.wholeStart) break;
      now = offset < part.wholeEnd ? Math.min(part.start + offset - part.wholeStart, part.end) : offset + part.end - part.wholeEnd;
    }
    let low = 0;
    for (let high = to.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((to[middle] ?? 0) <= now) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: now - (to[low] ?? 0) + 1 };
  };
  /** What stands in several places stays one thing. */
  const copies = new Map<object, object>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = copies.get(value);
    if (known) return known;
    if (Array.isArray(value)) {
      const items: unknown[] = value.slice();
      copies.set(value, items);
      for (let index = 0; index < items.length; index++) items[index] = copy(items[index]);
      return items;
    }
    const made: Record<string, unknown> = { ...value };
    copies.set(value, made);
    const { line, column, endLine, endColumn } = made;
    if (typeof line === 'number' && typeof column === 'number' && typeof endLine === 'number' && typeof endColumn === 'number') {
      const [begin, end] = [moved(line, column), moved(endLine, endColumn)];
      return Object.assign(made, { line: begin.line, column: begin.column, endLine: end.line, endColumn: end.column });
    }
    for (const key in made) made[key] = copy(made[key]);
    return made;
  };
  return copy(facts) as FileFacts;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
