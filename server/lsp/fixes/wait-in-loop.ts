// Asks again after a wait: `if` becomes `while` where the wait is all that stands in it.
import { l10n } from '../../l10n.js';
import { indentOf, type Fix, type Problem } from './fix.js';

export function waitInLoop({ rule, lines, line, python }: Problem): Fix[] {
  if (rule !== 'wait-not-in-loop') return [];
  const own = lines[line] ?? '';
  const oneLine = /^([ \t]*)if (\(.*\) (?:await )?[\w.#]+\.wait\w*\([^;]*\);?[ \t]*)$/.exec(own);
  if (!python && oneLine && !/^[ \t]*else\b/.test(lines[line + 1] ?? '')) return [edit(line, `${oneLine[1]}while ${oneLine[2]}`)];
  const above = lines[line - 1] ?? '';
  const head = python ? /^([ \t]*)if (.+:[ \t]*(?:#.*)?)$/.exec(above) : /^([ \t]*)if (\(.*\) \{[ \t]*)$/.exec(above);
  if (!head || indentOf(own).length <= (head[1] ?? '').length) return [];
  const next = lines.slice(line + 1).find((text) => text.trim() !== '') ?? '';
  const alone = python ? indentOf(next).length <= (head[1] ?? '').length && !/^[ \t]*(else|elif)\b/.test(next) : next.trim() === '}' && indentOf(next) === head[1];
  return alone ? [edit(line - 1, `${head[1]}while ${head[2]}`)] : [];
}

const edit = (at: number, text: string): Fix => ({ title: l10n.t('Ask again after the wait: a loop instead of if'), edits: [{ first: at, last: at, lines: [text] }], safe: true });
