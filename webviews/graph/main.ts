// The page of the wait-for graph: who holds, who waits, as a picture and as a table; a circle stands out.
import { BadRecording, decodeRecording } from '../../server/model/recording/file.js';
import { Lanes } from '../../server/model/recording/lanes.js';
import { pictureAt } from '../../server/model/recording/picture-at.js';
import type { Site, WaitPicture } from '../../server/protocol.js';
import { durationsIn } from '../durations.js';
import { element } from '../element.js';
import type { Say } from '../fill.js';
import { createGraphPicture } from '../graph-picture.js';
import { connectPage, showGone } from '../page.js';
import { createScrubber } from '../scrubber.js';
import { createTable, type SortableTable, type Sorting } from '../sortable-table.js';
import { seconds } from '../timeline/times.js';
import { circleNames, edgesOf, linesOf, nodesOf, type GraphLine } from './picture-words.js';
import type { GraphTexts } from './texts.js';

let say: Say<GraphTexts>;
let duration: (ms: number) => string;
let sites = new Map<string, Site>();
let table: SortableTable<GraphLine>;
let drawnAt = -Infinity;
let cost = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;
/** A file has no run that a report could be asked of. */
let ofRun = false;
/** The page shows a recording: what still comes of the live run is past. */
let recorded = false;
/** What the page keeps: how its table is sorted and, of a recording, the part of its time where the scrubber stands. */
let view: Partial<Sorting> & { part?: number } = {};

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
    ofRun = state.run !== 0;
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
    if (!recorded) soon(() => update);
  },
  file: (bytes) => void show(bytes),
});

async function show(bytes: Uint8Array): Promise<void> {
  try {
    const lanes = new Lanes(await decodeRecording(bytes));
    const { startedAt, at } = lanes.recording.info;
    recorded = true;
    main.querySelector('.scrubber')?.remove();
    alarm.before(createScrubber(Math.max(0, at - startedAt), view.part ?? 1, { name: say('moment'), moment: (ms) => say('momentAt', seconds(ms)) }, (ms, part) => {
      wire.remember(Object.assign(view, { part }));
      soon(() => pictureAt(lanes, startedAt + ms));
    }));
  } catch (error) {
    if (!(error instanceof BadRecording)) throw error;
    showGone(error.message);
  }
}

/** A large picture takes its time: it must not take all of it. */
function soon(look: () => WaitPicture): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => draw(look()), Math.max(0, drawnAt + 4 * cost - performance.now()));
}

function draw(update: WaitPicture): void {
  const begun = performance.now();
  sites = new Map([...update.threads, ...update.resources].flatMap(({ id, site }) => (site ? [[id, site] as const] : [])));
  const circles = circleNames(update);
  const alarms = circles.map((names) => say('circle', names));
  if (alarm.textContent !== alarms.join('')) {
    alarm.replaceChildren(...alarms.map((text) => element('p', {}, text)), ...(alarms.length > 0 && ofRun ? [element('button', { click: () => wire.send({ kind: 'command', command: 'threadbook.showDeadlock' }) }, say('report'))] : []));
  }
  alarm.hidden = alarms.length === 0;
  const empty = update.threads.length === 0 && update.resources.length === 0;
  picture.element.hidden = empty;
  picture.show(nodesOf(update, say), edgesOf(update, say, duration), circles.length > 0 ? say('circleSpoken', circles.join('; ')) : say('graph', update.title));
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
