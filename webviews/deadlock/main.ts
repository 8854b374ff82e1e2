// The page of a deadlock report: what happened in plain words, a picture of the circle, what to do now.
import type { DeadlockReport, DeadlockUpdate } from '../../server/protocol.js';
import { durationsIn } from '../durations.js';
import { element } from '../element.js';
import type { Say } from '../fill.js';
import { createGraphPicture, wayBack, type PictureEdge, type PictureNode } from '../graph-picture.js';
import { connectPage } from '../page.js';
import { reportText, type Block, type Piece } from './report-text.js';
import type { DeadlockTexts } from './texts.js';

let say: Say<DeadlockTexts>;
let duration: (ms: number) => string;
let title: string;
let report: DeadlockReport | undefined;

const bar = element('div', { class: 'bar', role: 'toolbar' });
const state = element('p', { class: 'note', role: 'status' });
const words = element('article');
const picture = createGraphPicture(open);
document.body.append(element('main', {}, bar, state, element('div', { class: 'both' }, words, picture.element)));

const wire = connectPage<'deadlock', DeadlockTexts>({
  open(opened, texts, locale) {
    say = texts;
    title = opened.title;
    duration = durationsIn(locale);
    bar.setAttribute('aria-label', say('actions'));
  },
  update: show,
});

function show(update: DeadlockUpdate): void {
  report = update.report;
  const command = (name: `threadbook.${string}`, text: string): HTMLButtonElement => element('button', { click: () => wire.send({ kind: 'command', command: name }) }, text);
  bar.replaceChildren(
    update.active ? command('threadbook.stopRun', say('stop')) : command('threadbook.runAgain', say('again')),
    ...(report ? [command('threadbook.saveDeadlockReport', say('save')), command('threadbook.showWaitGraph', say('graph'))] : []),
  );
  state.textContent = report === undefined ? say('none') : update.active ? '' : say('over');
  words.replaceChildren(...(report ? reportText(report, say, duration).map(drawn) : [element('h1', {}, title)]));
  picture.element.hidden = report === undefined;
  if (report) picture.show(nodesOf(report), edgesOf(report), say('picture'));
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
