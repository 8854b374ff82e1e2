// Joins what the lint reads with what runs have shown: which runs took two locks in an order that the lint knows from the source, found by the lines of
// both acquisitions. Pure.
import { l10n } from '../l10n.js';
import type { Finding, Related, Site } from '../lint/facts/finding.js';
import type { OrderEdge } from '../lint/conclusions/order-graph.js';
import type { RunState } from '../model/run-state.js';

/** Two locks that a run took one under the other, with all lines that led to each. */
export interface ObservedOrder {
  run: number;
  firstName: string;
  secondName: string;
  /** `file:line`, innermost first. */
  first: readonly string[];
  second: readonly string[];
  /** Where the second one was taken. */
  at: Site;
}

export function observedOrders(runs: readonly RunState[]): ObservedOrder[] {
  return runs.flatMap(({ run, orders }) =>
    orders.flatMap(({ firstName, secondName, firstStack, secondStack }): ObservedOrder[] => {
      const [at] = secondStack;
      if (!at || firstStack.length === 0) return [];
      return [{ run, firstName, secondName, first: firstStack.map(lineOf), second: secondStack.map(lineOf), at: { file: at.file, line: at.line, column: at.column, endLine: at.line, endColumn: at.column } }];
    }),
  );
}

const lineOf = ({ file, line }: { file: string; line: number }): string => `${file.replaceAll('\\', '/')}:${line}`;

/** One step more for each way of a finding that a run has really gone; the newest run alone is named with its places. */
export function withObserved(finding: Finding, observed: readonly ObservedOrder[]): Finding {
  if (observed.length === 0) return finding;
  const ways = new Map<string, Related[]>();
  for (const step of finding.related) {
    const letter = step.message[0] ?? '';
    ways.set(letter, [...(ways.get(letter) ?? []), step]);
  }
  const seen = [...ways].flatMap(([letter, steps]): Related[] => {
    const lines = steps.map(({ site }) => lineOf(site));
    const last = lines[lines.length - 1] ?? '';
    const matches = observed.filter(({ first, second }) => second.includes(last) && lines.slice(0, -1).some((line) => first.includes(line)));
    const newest = matches.reduce<ObservedOrder | undefined>((best, each) => (best && best.run >= each.run ? best : each), undefined);
    return newest ? [{ site: newest.at, message: l10n.t('{0} was observed in {1}: “{2}” was taken while “{3}” was held.', letter, runsText(matches), newest.secondName, newest.firstName) }] : [];
  });
  const [first, ...rest] = finding.related;
  return seen.length > 0 ? { ...finding, related: [first, ...rest, ...seen] } : finding;
}

/** The runs that have gone along an edge of the graph of orders, oldest first. */
export function runsAlong(edge: OrderEdge, observed: readonly ObservedOrder[]): number[] {
  const along = observed.filter(({ first, second }) => edge.takes.some((take) => first.includes(lineOf(take.first)) && second.includes(lineOf(take.second))));
  return [...new Set(along.map(({ run }) => run))].sort((a, b) => a - b);
}

export function runsText(matches: readonly { run: number }[]): string {
  const runs = [...new Set(matches.map(({ run }) => run))].sort((a, b) => a - b);
  const shown = runs.slice(-3);
  if (runs.length === 1) return l10n.t('run {0}', runs[0]!);
  const text = l10n.t('runs {0} and {1}', shown.slice(0, -1).join(', '), shown[shown.length - 1]!);
  return runs.length > shown.length ? l10n.t('{0} ({1} runs in all)', text, runs.length) : text;
}
