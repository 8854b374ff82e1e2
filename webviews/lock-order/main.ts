// The page of the Lock Order: which lock is taken under which, as a picture and as tables; a contradiction stands out.
import type { LockOrderPicture, Site } from '../../server/protocol.js';
import { element } from '../element.js';
import type { Say } from '../fill.js';
import { createGraphPicture } from '../graph-picture.js';
import { connectPage } from '../page.js';
import { createTable, type SortableTable, type Sorting } from '../sortable-table.js';
import { at, drawn, fitting, ringKey, type Filter } from './choice.js';
import { edgesOf, lockLines, nodesOf, orderId, orderLines, ringNames, type LockLine, type OrderLine } from './picture-words.js';
import type { LockOrderTexts } from './texts.js';

/** Contradictions that are named above the picture. */
const mostNamed = 5;
/** Lines of the tables; whoever wants others uses the filter. */
const mostLines = 500;
/** A word is mostly typed on. */
const typingMs = 150;

let say: Say<LockOrderTexts>;
let shown: LockOrderPicture | undefined;
let sought: readonly Site[] = [];
let sites = new Map<string, Site>();
let orders: SortableTable<OrderLine>;
let locks: SortableTable<LockLine>;
let typing: ReturnType<typeof setTimeout> | undefined;
/** What the page keeps. */
let view: Filter & { orders?: Sorting; locks?: Sorting } = { wrong: false, text: '' };

const heading = element('h1');
const bar = element('div', { class: 'bar', role: 'toolbar' });
/** Says contradictions to whoever cannot see them. */
const alarm = element('div', { class: 'banner', role: 'alert', hidden: true });
const filters = element('div', { class: 'filters' });
const wrong = element('button', { 'aria-pressed': 'false', click: () => choose({ wrong: !view.wrong }) });
const text = element('input', { type: 'search' });
const summary = element('p', { class: 'note', role: 'status' });
const picture = createGraphPicture(open);
const note = element('p', { class: 'note' });
const main = element('main', {}, element('header', {}, heading, bar), alarm, filters, summary, picture.element, note);
document.body.append(main);

const wire = connectPage<'lock-order', LockOrderTexts>({
  open(state, words) {
    say = words;
    view = { ...view, ...(state.view as Partial<typeof view> | undefined) };
    heading.textContent = say('title');
    bar.setAttribute('aria-label', say('keys'));
    bar.append(
      legend('', say('legendTaken')),
      legend('observed', say('legendObserved')),
      legend('declared', say('legendDeclared')),
      legend('alarm', say('legendContradicted')),
      button('−', say('zoomOut'), () => picture.zoomBy(1 / 1.25)),
      button('+', say('zoomIn'), () => picture.zoomBy(1.25)),
      button('⤢', say('fit'), () => picture.fit()),
    );
    wrong.textContent = say('onlyContradictions');
    for (const [name, value] of Object.entries({ 'aria-label': say('filter'), placeholder: say('filterHint') })) text.setAttribute(name, value);
    text.value = view.text;
    text.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => choose({ text: text.value }), typingMs);
    });
    filters.append(text, wrong);
    summary.textContent = say('reading');
    orders = createTable<OrderLine>({
      caption: say('orders'),
      columns: [
        { key: 'place', title: say('place'), text: ({ place }) => place },
        { key: 'function', title: say('function'), text: (line) => line.function },
        { key: 'first', title: say('first'), text: ({ first }) => first },
        { key: 'then', title: say('then'), text: ({ then }) => then },
        { key: 'remarks', title: say('remarks'), text: ({ remarks }) => remarks },
      ],
      id: ({ id }) => id,
      open: ({ site }) => site && (() => goTo(site)),
      sorted: view.orders ?? { key: 'remarks', up: false },
      onSort: (sorting) => wire.remember(Object.assign(view, { orders: sorting })),
    });
    locks = createTable<LockLine>({
      caption: say('locks'),
      columns: [
        { key: 'lock', title: say('lock'), text: ({ lock }) => lock },
        { key: 'declaredAt', title: say('declaredAt'), text: ({ declaredAt }) => declaredAt },
        { key: 'before', title: say('before'), text: ({ before }) => String(before), number: ({ before }) => before },
        { key: 'after', title: say('after'), text: ({ after }) => String(after), number: ({ after }) => after },
      ],
      id: ({ id }) => id,
      open: ({ site }) => site && (() => goTo(site)),
      sorted: view.locks ?? { key: 'lock', up: true },
      onSort: (sorting) => wire.remember(Object.assign(view, { locks: sorting })),
    });
    main.append(element('div', { class: 'twin', tabindex: '-1' }, orders.element, locks.element));
    for (const each of [picture.element, orders.element, locks.element]) each.hidden = true;
  },
  update(update) {
    shown = update;
    if (sought.length > 0) reveal();
    else draw();
  },
  reveal(wanted) {
    sought = wanted;
    if (shown) reveal();
  },
});

/** Shows the contradiction alone that somebody has asked about, or else everything, with the focus on it. */
function reveal(): void {
  const { ring, order } = at(shown!, sought);
  sought = [];
  text.value = '';
  choose({ wrong: false, text: '', ring });
  if (order) picture.focus(orderId(order));
}

function choose(change: { [K in keyof Filter]?: Filter[K] | undefined }): void {
  const { ring, ...rest } = { ...view, ...change };
  view = { ...rest, ...(ring === undefined ? {} : { ring }) };
  wire.remember(view);
  draw();
}

function draw(): void {
  if (!shown) return;
  const now = shown;
  if (!now.rings.some((ring) => ringKey(ring) === view.ring)) delete view.ring;
  wrong.setAttribute('aria-pressed', String(view.wrong));
  showAlarm(now);
  const kept = fitting(now, view);
  const { leftOut, ...drawing } = drawn(now, kept);
  sites = new Map<string, Site>();
  for (const { id, place } of now.locks) if (place) sites.set(id, place.site);
  for (const order of kept) {
    const place = order.places[0] ?? order.declared;
    if (place) sites.set(orderId(order), place.site);
  }
  const lines = orderLines(now, kept, say);
  const lockRows = lockLines(now, kept);
  summary.textContent = now.orders.length === 0 ? say('none') : kept.length === 0 ? say('nothingFits') : say('summary', lockRows.length, kept.length, now.rings.length);
  for (const each of [picture.element, orders.element, locks.element]) each.hidden = kept.length === 0;
  picture.show(nodesOf(drawing, say), edgesOf(drawing, now.rings, say), say('summary', lockRows.length, kept.length, now.rings.length));
  note.textContent = [
    leftOut.locks + leftOut.orders > 0 ? say('leftOut', leftOut.locks, leftOut.orders) : '',
    lines.length > mostLines || lockRows.length > mostLines ? say('leftOutLines', mostLines) : '',
  ].filter(Boolean).join(' ');
  orders.show(lines.slice(0, mostLines));
  locks.show(lockRows.slice(0, mostLines));
}

/** Told again only where it is another. */
function showAlarm(now: LockOrderPicture): void {
  const rings = now.rings.map((ring) => ({ key: ringKey(ring), names: say('contradiction', ringNames(now, ring)) }));
  const named = rings.slice(0, mostNamed);
  const names = new Map(now.locks.map(({ id, name }) => [id, name]));
  const broken = now.orders.filter(({ against }) => against).map(({ from, to, against }) => say('broken', names.get(from) ?? from, names.get(to) ?? to, against!.order)).slice(0, mostNamed);
  const words = [...named.map(({ names: ring }) => ring), ...broken].join('\n');
  if (alarm.dataset['words'] !== words) {
    alarm.dataset['words'] = words;
    alarm.replaceChildren(
      ...named.map(({ key, names: ring }) => element('button', { 'data-ring': key, click: () => choose({ ring: view.ring === key ? undefined : key }) }, ring)),
      ...broken.map((sentence) => element('p', {}, sentence)),
      ...(rings.length > mostNamed ? [element('p', {}, say('moreContradictions', rings.length - mostNamed))] : []),
    );
  }
  for (const each of alarm.querySelectorAll<HTMLElement>('[data-ring]')) each.setAttribute('aria-pressed', String(each.dataset['ring'] === view.ring));
  alarm.hidden = words === '';
}

function open(id: string): void {
  const site = sites.get(id);
  if (site) goTo(site);
}

const goTo = (site: Site): void => wire.send({ kind: 'open-site', site });

function button(sign: string, name: string, click: () => void): HTMLButtonElement {
  return element('button', { 'aria-label': name, title: name, click }, sign);
}

function legend(tone: string, words: string): HTMLElement {
  return element('span', { class: 'legend' }, element('span', { class: `line ${tone}`, 'aria-hidden': true }), words);
}
