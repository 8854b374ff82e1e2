// The page of a deadlock report: what happened in plain words, a picture of the circle, what to do now.
import { deadlockReport } from '../../server/model/deadlock-report.js';
import { firstDeadlock } from '../../server/model/recording/first-deadlock.js';
import type { Lanes } from '../../server/model/recording/lanes.js';
import { stateAt } from '../../server/model/recording/state-at.js';
import type { DeadlockReport } from '../../server/protocol.js';
import { durationsIn } from '../durations.js';
import { element } from '../element.js';
import type { Say } from '../fill.js';
import { createGraphPicture, wayBack, type PictureEdge, type PictureNode } from '../graph-picture.js';
import type { Lesson } from '../messages.js';
import { createMoments, otherPages, type Moments } from '../moments.js';
import { connectPage } from '../page.js';
import { seconds } from '../timeline/times.js';
import { reportText, type Block, type Piece } from './report-text.js';
import type { DeadlockTexts } from './texts.js';

let say: Say<DeadlockTexts>;
let duration: (ms: number) => string;
let title: string;
/** A file has no run that could be stopped or run again. */
let ofRun: boolean;
let report: DeadlockReport | undefined;
let moments: Moments | undefined;
let lessons: readonly Lesson[] = [];
/** Of the recording that is shown. */
let first: { lanes: Lanes; formed: number | undefined } | undefined;

const header = element('header');
const bar = element('div', { class: 'bar', role: 'toolbar' });
const state = element('p', { class: 'note', role: 'status' });
/** Says to whoever cannot see it that a deadlock has appeared, in its first sentences; the rest is read when somebody goes there. */
const spoken = element('div', { class: 'spoken', role: 'status' });
const words = element('article');
const picture = createGraphPicture(open, true);
document.body.append(element('main', {}, header, state, spoken, element('div', { class: 'both' }, words, picture.element)));

const wire = connectPage<'deadlock', DeadlockTexts>({
  open(opened, texts, locale, recipes) {
    say = texts;
    title = opened.title;
    lessons = recipes;
    ofRun = opened.recipe !== '';
    duration = durationsIn(locale);
    bar.setAttribute('aria-label', say('actions'));
    moments = createMoments(opened, say, wire, recorded);
    header.append(bar, otherPages('deadlock', say, wire, () => moments?.at));
    state.before(moments.element);
  },
  update(update) {
    if (moments?.recorded === false) show(update.report, update.active ? 'threadbook.stopRun' : 'threadbook.runAgain', update.report === undefined ? [say('none')] : update.active ? [] : [say('over')]);
  },
  file: (bytes) => void moments?.read(bytes),
  moment: (ms) => moments?.go(ms),
});

function recorded(lanes: Lanes, at: number): void {
  const { startedAt } = lanes.recording.info;
  if (first?.lanes !== lanes) first = { lanes, formed: firstDeadlock(lanes) };
  const { formed } = first;
  const found = deadlockReport(stateAt(lanes, at), lessons);
  // A circle is one as soon as its last wait has begun, and so a moment later.
  const go = (to: number) => (): void => moments?.go(to + 0.001);
  show(found && { ...found, over: true }, ofRun ? 'threadbook.runAgain' : undefined, found ? [say('was', seconds(at - startedAt))] : formed === undefined ? [say('never')] : [say('notNow', seconds(formed)), element('button', { click: go(formed) }, say('goThere'))]);
}

function show(now: DeadlockReport | undefined, command: 'threadbook.stopRun' | 'threadbook.runAgain' | undefined, note: (Node | string)[]): void {
  report = now;
  bar.replaceChildren(
    ...(command ? [element('button', { click: () => wire.send({ kind: 'command', command }) }, say(command === 'threadbook.stopRun' ? 'stop' : 'again'))] : []),
    ...(report ? [element('button', { click: save }, say('save'))] : []),
  );
  state.replaceChildren(...note);
  const blocks = report ? reportText(report, say, duration) : [];
  words.replaceChildren(...(report ? blocks.map(drawn) : [element('h1', {}, title)]));
  const first = blocks.slice(0, 2).map((block) => drawn(block).textContent).join('. ');
  if (spoken.textContent !== first) spoken.textContent = first;
  picture.element.hidden = report === undefined || report.cycles.length === 0;
  if (report && report.cycles.length > 0) picture.show(nodesOf(report), edgesOf(report), say('picture'));
}

function save(): void {
  if (report) wire.send({ kind: 'save-report', report });
}

/** Threads and locks of the circles; a thread leads to where it waits, a lock to where it was taken. */
function nodesOf({ cycles }: DeadlockReport): PictureNode[] {
  return cycles.flatMap(({ members }) => members.flatMap(({ thread, waits: { resource, heldBy } }): PictureNode[] => [
    { id: `t${thread.id}`, label: thread.name, below: '', shape: 'round', tone: 'alarm', spoken: say('spokenThread', resource?.name ?? heldBy.name) },
    ...(resource ? [{ id: `r${resource.id}`, label: resource.name, below: resource.kind, shape: 'box' as const, tone: 'alarm' as const, spoken: say('spokenLock', heldBy.name) }] : []),
  ]));
}

function edgesOf({ cycles }: DeadlockReport): PictureEdge[] {
  const back = new Set(cycles.flatMap(({ members }) => wayBack(members.flatMap(({ thread, waits: { resource } }) => [`t${thread.id}`, ...(resource ? [`r${resource.id}`] : [])]))));
  return cycles.flatMap(({ members }) => members.flatMap(({ thread, waits: { resource, heldBy } }): PictureEdge[] => [
    { from: `t${thread.id}`, to: resource ? `r${resource.id}` : `t${heldBy.id}`, label: say('wants'), line: 'dashed', tone: 'alarm' },
    ...(resource ? [{ from: `r${resource.id}`, to: `t${heldBy.id}`, label: say('held'), line: 'solid' as const, tone: 'alarm' as const }] : []),
  ])).map((edge) => ({ ...edge, back: back.has(`${edge.from} ${edge.to}`) }));
}

function open(id: string): void {
  const members = report?.cycles.flatMap((cycle) => cycle.members) ?? [];
  const site = id.startsWith('t') ? members.find(({ thread }) => `t${thread.id}` === id)?.waits.stack[0] : members.find(({ holds }) => holds && `r${holds.resource.id}` === id)?.holds?.taken[0];
  if (site) wire.send({ kind: 'open-site', site: { file: site.file, line: site.line, column: site.column } });
}

function drawn(block: Block): HTMLElement {
  switch (block.kind) {
    case 'heading':
      return element(`h${block.level}`, {}, block.text);
    case 'paragraph':
      return element('p', {}, ...block.pieces.map(piece));
    case 'list':
      return element(block.ordered ? 'ol' : 'ul', {}, ...block.items.map((item) => element('li', {}, ...item.map(piece))));
    default:
      return block satisfies never;
  }
}

function piece(each: Piece): Node {
  if (typeof each === 'string') return document.createTextNode(each);
  const go = (): void => {
    if ('site' in each) wire.send({ kind: 'open-site', site: each.site });
    else if ('recipe' in each) wire.send({ kind: 'open-recipe', recipe: each.recipe });
    else wire.send({ kind: 'open-rule', rule: each.rule });
  };
  return element('button', { class: 'link', click: go }, each.text);
}
