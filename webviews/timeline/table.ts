// The timeline as tables: the same lanes with what they add up to, for those who cannot see the picture and for those who want numbers.
import { laneStates, type LaneState } from '../../server/model/recording/lane.js';
import type { Lanes } from '../../server/model/recording/lanes.js';
import { curveTotals, lockTotals, threadTotals } from '../../server/model/recording/totals.js';
import type { Say } from '../page.js';
import type { Describer } from './describe.js';
import { element } from './element.js';
import type { LaneRow, Layout } from './layout.js';
import type { TimelineTexts } from './texts.js';
import { duration, seconds } from './times.js';
import type { Viewport } from './viewport.js';

const states = laneStates.filter((state): state is Exclude<LaneState, 'ended'> => state !== 'ended');
/** Of one thread so many segments are listed. */
const listed = 200;

export interface TableContent {
  lanes: Lanes;
  layout: Layout;
  viewport: Viewport;
  describer: Describer;
}

export class Table {
  readonly details = element('details');
  readonly #summary = element('summary');
  readonly #body = element('div', { class: 'tables', tabindex: '0', role: 'region' });
  readonly #segments = element('div', { class: 'segments' });
  readonly #say: Say<TimelineTexts>;
  readonly #choose: (row: LaneRow, from: number) => void;
  #content: TableContent | undefined;
  #shownThread: number | undefined;
  #drawn = '';

  /** `choose`: a segment of the list was chosen. */
  constructor(say: Say<TimelineTexts>, choose: (row: LaneRow, from: number) => void) {
    this.#say = say;
    this.#choose = choose;
    this.#body.setAttribute('aria-label', say('table'));
    this.details.append(this.#summary, this.#body);
    this.details.addEventListener('toggle', () => this.#content && this.show(this.#content));
  }

  show(content: TableContent): void {
    this.#content = content;
    const { viewport, lanes } = content;
    const range = viewport.selection ?? viewport.whole;
    const zero = viewport.whole.from;
    const title = this.#say(viewport.selection ? 'range' : 'whole', seconds(range.from - zero), seconds(range.to - zero), duration(range.to - range.from));
    if (this.#summary.textContent !== title) this.#summary.textContent = title;
    if (!this.details.open) return;
    // Nothing is written anew under a reader's hands unless it has changed.
    const key = [lanes.recording.before + lanes.recording.length, lanes.recording.info.at, range.from, range.to, viewport.cursor, this.#shownThread].join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focused = this.#body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.lane : undefined;
    this.#body.replaceChildren(...this.#tables(content, range.from, range.to), this.#segments);
    if (focused !== undefined) this.#body.querySelector<HTMLElement>(`[data-lane="${focused}"]`)?.focus();
    this.#list(content, range.from, range.to);
  }

  #tables({ layout, viewport, describer }: TableContent, from: number, to: number): HTMLElement[] {
    const say = this.#say;
    const at = viewport.cursor ?? viewport.whole.to;
    const now = say('stateAt', seconds(at - viewport.whole.from));
    const table = (caption: string, heads: string[], rows: HTMLTableRowElement[]): HTMLElement[] =>
      rows.length === 0 ? [] : [element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))), element('tbody', {}, ...rows))];
    const row = (name: Node | string, cells: string[]): HTMLTableRowElement => element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((cell) => element('td', {}, cell)));
    const doing = (each: LaneRow): string => describer.at(each, at)?.lines[0] ?? say('notYet');
    const threads: HTMLTableRowElement[] = [];
    const locks: HTMLTableRowElement[] = [];
    const curves: HTMLTableRowElement[] = [];
    for (const each of layout.rows) {
      if (each.kind === 'thread') {
        const sums = threadTotals(each.lane, from, to);
        const button = element('button', { type: 'button', class: 'plain', 'data-lane': String(each.lane.id), 'aria-expanded': String(this.#shownThread === each.lane.id) }, each.name);
        button.addEventListener('click', () => {
          this.#shownThread = this.#shownThread === each.lane.id ? undefined : each.lane.id;
          if (this.#content) this.show(this.#content);
        });
        threads.push(row(button, [doing(each), ...states.map((state) => (sums[state] > 0 ? duration(sums[state]) : ''))]));
      } else if (each.kind === 'lock') {
        const { held, taken } = lockTotals(each.lane, from, to);
        locks.push(row(each.name, [doing(each), duration(held), String(taken)]));
      } else if (each.kind === 'curve') {
        const { least, most, mean } = curveTotals(each.lane, from, to);
        curves.push(row(each.name, [doing(each), String(least), mean.toFixed(1), String(most)]));
      }
    }
    return [
      ...table(say('threads'), [say('lane'), now, ...states.map((state) => say(state))], threads),
      ...table(say('locks'), [say('lane'), now, say('held'), say('taken')], locks),
      ...table(say('queues'), [say('lane'), now, say('least'), say('mean'), say('most')], curves),
    ];
  }

  /** The segments of the thread whose name was chosen. */
  #list({ layout, viewport, describer }: TableContent, from: number, to: number): void {
    const say = this.#say;
    const row = layout.rows.find((each): each is Extract<LaneRow, { kind: 'thread' }> => each.kind === 'thread' && each.lane.id === this.#shownThread);
    if (!row) return this.#segments.replaceChildren();
    const lines: HTMLTableRowElement[] = [];
    let more = 0;
    for (let n = Math.max(0, row.lane.at(from)); n < row.lane.count && row.lane.start[n]! < to; n++) {
      if (lines.length === listed) {
        more++;
        continue;
      }
      const described = describer.segment(row, n)!;
      const go = element('button', { type: 'button', class: 'plain' }, seconds(described.from - viewport.whole.from));
      go.addEventListener('click', () => this.#choose(row, described.from));
      lines.push(element('tr', {}, element('th', { scope: 'row' }, go), element('td', {}, row.lane.stateAt(n) === 'ended' ? '' : duration(described.to - described.from)), element('td', {}, [described.lines[0], ...described.lines.slice(2)].join('; '))));
    }
    const heads = [say('begins'), say('lasts'), say('what')].map((head) => element('th', { scope: 'col' }, head));
    this.#segments.replaceChildren(
      element('table', {}, element('caption', {}, say('segmentsOf', row.name)), element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...lines)),
      ...(more > 0 ? [element('p', {}, say('moreSegments', more))] : []),
    );
  }
}
