// The page of who is slow: the locks, queues and pools of a run with their times, sortable; what most waited for is first.
import { usageAt } from '../../server/model/recording/usage-at.js';
import type { LockUsage, PoolUsage, QueueUsage, RunUsage } from '../../server/protocol.js';
import { durationsIn } from '../durations.js';
import { element } from '../element.js';
import { createMoments, otherPages, type Moments } from '../moments.js';
import { connectPage } from '../page.js';
import { createTable, type Column, type SortableTable, type Sorting } from '../sortable-table.js';
import type { UsageTexts } from './texts.js';

const heading = element('h1');
const note = element('p', { class: 'note' });
const content = element('div', { class: 'tables' });
const main = element('main', {}, element('header', {}, heading), content, note);
document.body.append(main);

/** Fills the tables; set when the texts are there. */
let show: (usage: RunUsage, how: 'sampled' | 'counted') => void = () => undefined;
let moments: Moments | undefined;

const wire = connectPage<'usage', UsageTexts>({
  open(state, say, locale) {
    heading.textContent = say('usage', state.title);
    moments = createMoments(state, say, wire, (lanes, at) => {
      const usage = usageAt(lanes, at);
      show(usage, usage === lanes.recording.info.usage ? 'sampled' : 'counted');
    });
    content.before(moments.element);
    heading.after(otherPages('usage', say, wire, () => moments?.at));
    const duration = durationsIn(locale);
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    const view = (state.view ?? {}) as Record<string, Sorting | undefined>;

    const name = { key: 'name', title: say('name'), text: ({ name: own }: { name: string }) => own };
    const kind = { key: 'kind', title: say('kind'), text: ({ kind: own }: { kind: string }) => own };
    const time = <R>(key: string, title: string, of: (row: R) => number, hint?: string): Column<R> => ({ key, title, ...(hint === undefined ? {} : { hint }), text: (row) => duration(of(row)), number: of });
    const amount = <R>(key: string, title: string, of: (row: R) => number, hint?: string): Column<R> => ({ key, title, ...(hint === undefined ? {} : { hint }), text: (row) => numbers.format(of(row)), number: of });
    const share = <R>(key: string, title: string, of: (row: R) => number, hint?: string): Column<R> => ({ key, title, ...(hint === undefined ? {} : { hint }), text: (row) => percent.format(Math.min(1, of(row))), number: of });
    const waits = <R extends LockUsage | QueueUsage | PoolUsage>(): Column<R>[] => [
      time('waited', say('waited'), (row) => row.waited, say('waitedHint')),
      time('longest', say('longest'), (row) => row.longestWait),
      amount('waits', say('waits'), (row) => row.waits),
      amount('waiting', say('waiting'), (row) => row.waiting),
    ];
    const table = <R extends { id: number }>(key: string, caption: string, columns: Column<R>[]): SortableTable<R> =>
      createTable<R>({ caption, columns, id: (row) => String(row.id), sorted: view[key] ?? { key: 'waited', up: false }, onSort: (sorted) => wire.remember(Object.assign(view, { [key]: sorted })) });

    const locks = table<LockUsage>('locks', say('locks'), [
      name, kind, ...waits<LockUsage>(),
      time('held', say('held'), (row) => row.held, say('heldHint')),
      share('share', say('share'), (row) => (row.age > 0 ? row.held / row.age : 0)),
      amount('taken', say('taken'), (row) => row.acquisitions),
      amount('contended', say('contended'), (row) => row.contended, say('contendedHint')),
    ]);
    const queues = table<QueueUsage>('queues', say('queues'), [
      name, kind, ...waits<QueueUsage>(),
      amount('rate', say('rate'), (row) => row.rate, say('rateHint')),
      amount('items', say('items'), (row) => row.gets),
      share('full', say('full'), (row) => (row.age > 0 ? row.full / row.age : 0)),
      share('empty', say('empty'), (row) => (row.age > 0 ? row.empty / row.age : 0)),
    ]);
    const pools = table<PoolUsage>('pools', say('pools'), [
      name, kind,
      share('utilisation', say('utilisation'), (row) => row.utilisation, say('utilisationHint')),
      amount('workers', say('workers'), (row) => row.workers),
      amount('completed', say('completed'), (row) => row.completed),
    ]);
    for (const each of [locks, queues, pools]) content.append(each.element);

    show = (usage, how) => {
      locks.show(usage.locks);
      queues.show(usage.queues);
      pools.show(usage.pools);
      locks.element.hidden = usage.locks.length === 0;
      queues.element.hidden = usage.queues.length === 0;
      pools.element.hidden = usage.pools.length === 0;
      const empty = usage.locks.length + usage.queues.length + usage.pools.length === 0;
      note.textContent = [empty ? say('nothing') : say(how), usage.dropped > 0 ? say('dropped', numbers.format(usage.dropped)) : ''].filter((text) => text !== '').join(' ');
    };
  },
  update(usage) {
    if (moments?.recorded === false) show(usage, 'sampled');
  },
  file: (bytes) => void moments?.read(bytes),
  moment: (ms) => moments?.go(ms),
});
