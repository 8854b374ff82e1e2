// Compares what a run printed with what its recipe says it prints. Pure. The notation is explained at `Transcript` in recipes/recipe.ts.
import { l10n } from '../l10n.js';
import type { Transcript } from '../../recipes/host/messages.js';
import type { OutputChunk } from '../protocol.js';

/** What differs, for people; empty where nothing does. */
export function transcriptDifferences(expected: Transcript, output: readonly OutputChunk[]): string[] {
  const printed = linesByThread(output);
  return Object.entries(expected.lines).flatMap(([name, wanted]) => {
    if (!name.includes('*')) return ordered(name, wanted, printed.get(name) ?? []);
    const lines = [...printed].filter(([thread]) => matches(name, thread)).flatMap(([, each]) => each);
    return unordered(name, wanted, lines);
  });
}

function linesByThread(output: readonly OutputChunk[]): Map<string, string[]> {
  const texts = new Map<string, string>();
  for (const { thread, text } of output) texts.set(thread, (texts.get(thread) ?? '') + text);
  return new Map([...texts].map(([thread, text]) => [thread, text.replace(/\n$/, '').split('\n')]));
}

function ordered(name: string, wanted: readonly string[], lines: readonly string[]): string[] {
  let at = 0;
  let skipping = false;
  for (const want of wanted) {
    if (want === '...') {
      skipping = true;
      continue;
    }
    const found = skipping ? lines.findIndex((line, n) => n >= at && matches(want, line)) : at < lines.length && matches(want, lines[at]!) ? at : -1;
    if (found < 0) {
      if (skipping) return [l10n.t('{0}: expected “{1}” somewhere after line {2}, but it did not print it', name, want, at)];
      const line = lines[at];
      return [line === undefined ? l10n.t('{0}: expected “{1}”, but it did not print it', name, want) : l10n.t('{0}: expected “{1}”, but it printed “{2}”', name, want, line)];
    }
    at = found + 1;
    skipping = false;
  }
  return skipping || at >= lines.length ? [] : [l10n.t('{0}: printed “{1}”, which is not expected', name, lines[at]!)];
}

function unordered(name: string, wanted: readonly string[], lines: readonly string[]): string[] {
  const rest = [...lines];
  const missing = wanted.filter((want) => {
    if (want === '...') return false;
    const found = rest.findIndex((line) => matches(want, line));
    if (found >= 0) rest.splice(found, 1);
    return found < 0;
  });
  const surplus = wanted.includes('...') ? [] : rest;
  return [...missing.map((want) => l10n.t('{0}: expected “{1}”, but no thread printed it', name, want)), ...surplus.map((line) => l10n.t('{0}: printed “{1}”, which is not expected', name, line))];
}

function matches(pattern: string, text: string): boolean {
  const places: Record<string, string> = { '*': '.*', '<some>': '0*[1-9]\\d*' };
  return new RegExp(`^${pattern.split(/(\*|<some>)/).map((part) => places[part] ?? escaped(part)).join('')}$`, 's').test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
