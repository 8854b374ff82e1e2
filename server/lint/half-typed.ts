// While somebody types, a text is broken for a while. What was edited since it was whole waits: the facts are those of the whole text, with every
// place where it is now. Otherwise findings would vanish and come back with each bracket. Keeps open documents alone, and knows no engine.
import type { FileFacts } from './facts/facts.js';
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

/** When more than that waits, in UTF-16 units of both texts, the text counts as it is. */
const waitingLimit = 4_000;

/** `extract` gives the facts of a text, or nothing where it is not to be understood at all. */
export function createHalfTyped(extract: (path: string, text: string) => FileFacts | undefined): HalfTyped {
  const documents = new Map<string, Typed>();
  const wholeFacts = (path: string, text: string): FileFacts | undefined => {
    const facts = extract(path, text);
    return facts && facts.errors.length === 0 && !facts.leftOut ? facts : undefined;
  };

  function lastWhole(path: string, document: Typed, text: string): FileFacts | undefined {
    // Before the first edit nobody has asked whether the text is whole.
    if (document.whole === document.text && document.waiting.length === 0 && !wholeFacts(path, document.text)) document.whole = undefined;
    if (document.whole === undefined) return undefined;
    let whole = document.whole;
    const { all, edited } = withEdit(document.waiting, editBetween(document.text, text));
    let waiting = all;
    if (waiting.reduce((sum, part) => sum + part.wholeEnd - part.wholeStart + part.end - part.start, 0) > waitingLimit) return undefined;
    let facts: FileFacts | undefined;
    if (waiting.length > 1) {
      // Something else is broken: this edit may be good by itself.
      const tried = whole.slice(0, edited.wholeStart) + text.slice(edited.start, edited.end) + whole.slice(edited.wholeEnd);
      facts = wholeFacts(path, tried);
      if (facts) {
        whole = tried;
        waiting = without(waiting, edited);
      }
    }
    facts ??= extract(path, whole);
    Object.assign(document, { whole, waiting });
    if (facts) movePlaces(facts, whole, text, waiting);
    return facts;
  }

  return {
    type(path, text) {
      const document = documents.get(path);
      if (document?.text === text) return undefined;
      if (!document) {
        documents.set(path, { text, whole: text, waiting: [] });
        return undefined;
      }
      const now = extract(path, text);
      if (!now) return undefined;
      const before = now.errors.length > 0 && !now.leftOut ? lastWhole(path, document, text) : undefined;
      if (!before) Object.assign(document, { whole: now.errors.length === 0 ? text : undefined, waiting: [] });
      document.text = text;
      return before ? { facts: { ...before, silences: now.silences, errors: now.errors }, whole: false } : { facts: now, whole: true };
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

/** Every place in facts of the whole text becomes the one where it is now. What waits has the places of what stands there instead. */
function movePlaces(facts: FileFacts, whole: string, text: string, waiting: readonly Waiting[]): void {
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
  const seen = new Set<object>();
  const move = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('endLine' in value && 'line' in value && 'column' in value && 'endColumn' in value) {
      const [begin, end] = [moved(Number(value.line), Number(value.column)), moved(Number(value.endLine), Number(value.endColumn))];
      Object.assign(value, { line: begin.line, column: begin.column, endLine: end.line, endColumn: end.column });
    } else for (const inner of Object.values(value)) move(inner);
  };
  move(facts);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
