// The page of the wait-for graph: who holds, who waits, as a picture and as a table; a circle stands out.
import { pictureAt } from '../../server/model/recording/picture-at.js';
import type { Site, WaitPicture } from '../../server/protocol.js';
import { durationsIn } from '../durations.js';
import { element } from '../element.js';
import type { Say } from '../fill.js';
import { createGraphPicture } from '../graph-picture.js';
import { createMoments, otherPages, type Moments } from '../moments.js';
import { connectPage } from '../page.js';
import { createTable, type SortableTable, type Sorting } from '../sortable-table.js';
import { circleNames, edgesOf, linesOf, nodesOf, type GraphLine } from './picture-words.js';
import type { GraphTexts } from './texts.js';

let say: Say<GraphTexts>;
let duration: (ms: number) => string;
let sites = new Map<string, Site>();
let table: SortableTable<GraphLine>;
let drawnAt = -Infinity;
let cost = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;
let moments: Moments | undefined;
/** What the alarm says. */
let alarmed = '';
/** How its table is sorted. */
let view: Partial<Sorting> = {};

const heading = element('h1');
/** Says a deadlock to whoever cannot see it, once. */
const alarm = element('div', { class: 'banner', role: 'alert' });
const note = element('p', { class: 'note' });
const picture = createGraphPicture(open);
const bar = element('div', { class: 'bar', role: 'toolbar' });
const main = element('main', {}, element('header', {}, heading, bar), alarm, picture.element, note);
document.body.append(main);

const wire = connectPage<'graph', GraphTexts>({
  open(state, words, locale) {
    say = words;
    duration = durationsIn(locale);
    view = (state.view ?? {}) as typeof view;
    heading.textContent = say('graph', state.title);
    bar.setAttribute('aria-label', say('keys'));
    bar.append(
      legend('waiting dashed', say('legendWaits')),
      legend('active', say('legendHolds')),
      legend('alarm', say('legendCircle')),
      button('−', say('zoomOut'), () => picture.zoomBy(1 / 1.25)),
      button('+', say('zoomIn'), () => picture.zoomBy(1.25)),
      button('⤢', say('fit'), () => picture.fit()),
    );
    moments = createMoments(state, say, wire, (lanes, at) => draw(pictureAt(lanes, at)));
    alarm.before(moments.element);
    heading.after(otherPages('graph', say, wire, () => moments?.at));
    table = createTable<GraphLine>({
      caption: say('table'),
      columns: [
        { key: 'thread', title: say('thread'), text: ({ thread }) => thread },
        { key: 'state', title: say('state'), text: ({ state: words }) => words },
        { key: 'holds', title: say('holds'), text: ({ holds }) => holds },
        { key: 'waitsFor', title: say('waitsFor'), text: ({ waitsFor }) => waitsFor },
        { key: 'heldBy', title: say('heldBy'), text: ({ heldBy }) => heldBy },
        { key: 'since', title: say('since'), text: ({ waited }) => (waited === undefined ? '' : duration(waited)), number: ({ waited }) => waited ?? -1 },
      ],
      id: ({ id }) => id,
      open: ({ site }) => site && (() => wire.send({ kind: 'open-site', site })),
      sorted: { key: view.key ?? 'since', up: view.up ?? false },
      onSort: (sorted) => wire.remember(Object.assign(view, sorted)),
    });
    main.append(element('div', { class: 'twin' }, table.element));
  },
  update(update) {
    if (moments?.recorded === false) soon(update);
  },
  file: (bytes) => void moments?.read(bytes),
  moment: (ms) => moments?.go(ms),
});

/** A large picture takes its time: it must not take all of it. */
function soon(update: WaitPicture): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (moments?.recorded === false) draw(update);
  }, Math.max(0, drawnAt + 4 * cost - performance.now()));
}

function draw(update: WaitPicture): void {
  const begun = performance.now();
  sites = new Map([...update.threads, ...update.resources].flatMap(({ id, site }) => (site ? [[id, site] as const] : [])));
  const circles = circleNames(update);
  const alarms = [...circles.map((names) => say('circle', names)), ...(circles.length === 0 && update.still ? [say('still')] : [])];
  // What stands there already is not written anew: a screen reader would say it at each update, and its button would lose the focus.
  const fresh = alarmed !== alarms.join('\n');
  if (fresh) {
    alarmed = alarms.join('\n');
    alarm.replaceChildren(...alarms.map((text) => element('p', {}, text)), ...(alarms.length > 0 ? [element('button', { click: showReport }, say('report'))] : []));
  }
  alarm.hidden = alarms.length === 0;
  const empty = update.threads.length === 0 && update.resources.length === 0;
  picture.element.hidden = empty;
  picture.show(nodesOf(update, say), edgesOf(update, say, duration), circles.length > 0 ? say('circleSpoken', circles.join('; ')) : alarms.length > 0 ? alarms.join(' ') : say('graph', update.title));
  // In a picture that does not fit, a circle could be where nobody looks.
  if (fresh && update.circles[0]?.[0] !== undefined) picture.reveal(update.circles[0][0]);
  note.textContent = [
    empty ? say(update.active ? 'nobody' : 'nobodyEnded') : '',
    update.free > 0 ? say('free', update.free) : '',
    update.leftOut > 0 ? say('leftOut', update.leftOut) : '',
  ].filter((text) => text !== '').join(' ');
  table.show(linesOf(update, say));
  table.element.hidden = update.threads.length === 0;
  drawnAt = performance.now();
  cost = drawnAt - begun;
}

function showReport(): void {
  const at = moments?.at;
  wire.send({ kind: 'open-page', page: 'deadlock', ...(at === undefined ? {} : { moment: at }) });
}

function open(id: string): void {
  const site = sites.get(id);
  if (site) wire.send({ kind: 'open-site', site });
}

function button(sign: string, name: string, click: () => void): HTMLButtonElement {
  return element('button', { 'aria-label': name, title: name, click }, sign);
}

function legend(tone: string, text: string): HTMLElement {
  return element('span', { class: 'legend' }, element('span', { class: `line ${tone}`, 'aria-hidden': true }), text);
}
