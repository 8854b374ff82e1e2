// A deadlock report in plain words, as headings, paragraphs and lists with places to go to. Pure: a page shows it, the client saves it.
import type { DeadlockCycle, DeadlockMember, DeadlockReport, Remedy, Site } from '../../server/protocol.js';
import type { Say } from '../fill.js';
import type { DeadlockTexts } from './texts.js';

/** A piece of a sentence: text, or text that leads somewhere. */
export type Piece = string | { text: string; site: Site } | { text: string; recipe: string } | { text: string; rule: string };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; pieces: Piece[] }
  | { kind: 'list'; ordered: boolean; items: Piece[][] };

type Words = Say<DeadlockTexts>;
type Duration = (ms: number) => string;

export function reportText(report: DeadlockReport, say: Words, duration: Duration): Block[] {
  return [
    heading(1, say('title', report.title, report.run)),
    ...report.cycles.flatMap((cycle) => cycleText(report, cycle, say, duration)),
    ...(report.behind.length === 0 ? [] : [heading(2, say('behind')), list(report.behind.map(({ thread, waitsFor }) => [say('behindOne', thread.name, waitsFor.name)]))]),
  ];
}

function cycleText(report: DeadlockReport, cycle: DeadlockCycle, say: Words, duration: Duration): Block[] {
  const { members } = cycle;
  return [
    paragraph(members.length === 1 ? say('alone', members[0]!.thread.name) : say('circle', members.length), ' ', say('formed', duration(cycle.formedAfter))),
    heading(2, say('members')),
    { kind: 'list', ordered: true, items: members.map((member) => [sentence(member, say)]) },
    heading(2, say('break')),
    ...remedyText(cycle.remedy, say),
    paragraph(say('now')),
    heading(2, say('where')),
    ...members.flatMap((member) => placesText(report, member, say, duration)),
    heading(2, say('more')),
    list([[...around(say('rule'), { text: cycle.rule, rule: cycle.rule })], ...cycle.lessons.map(({ recipe, title }) => around(say('lesson'), { text: title, recipe }))]),
  ];
}

function sentence({ thread, holds, waits }: DeadlockMember, say: Words): string {
  const wanted = waits.resource;
  // A task is not held by its thread in the sense in which a lock is.
  const held = holds?.resource.kind === 'Future' ? undefined : holds?.resource.name;
  if (wanted === undefined) return held === undefined ? say('joinOnly', thread.name, waits.heldBy.name) : say('join', thread.name, held, waits.heldBy.name);
  if (wanted.kind === 'Future') return held === undefined ? say('resultOnly', thread.name, wanted.name, waits.heldBy.name) : say('result', thread.name, held, wanted.name, waits.heldBy.name);
  return held === undefined ? say('lockOnly', thread.name, wanted.name, waits.heldBy.name) : say('lock', thread.name, held, wanted.name, waits.heldBy.name);
}

function remedyText(remedy: Remedy, say: Words): Block[] {
  switch (remedy.kind) {
    case 'one-order':
      return [
        paragraph(say('remedy.one-order', remedy.order.map(({ name }) => name).join(', '))),
        list(remedy.changes.map(({ thread, holds, wants }) => [say('change', thread.name, holds.name, wants.name)])),
        paragraph(say('library')),
      ];
    case 'not-twice':
      return [paragraph(say('remedy.not-twice', remedy.thread.name, remedy.lock.name))];
    case 'join-without-lock':
      return [paragraph(say('remedy.join-without-lock', remedy.thread.name, remedy.joins.name))];
    case 'no-result-inside':
      return [paragraph(say('remedy.no-result-inside', remedy.thread.name, remedy.future.name))];
    default:
      return remedy satisfies never;
  }
}

/** Both stacks of one thread. Moments and not ages: what is written down must stay true. */
function placesText(report: DeadlockReport, { thread, holds, waits }: DeadlockMember, say: Words, duration: Duration): Block[] {
  const moment = (since: number): string => duration(report.at - since);
  const waited = waits.resource === undefined ? say('waitsEnd', waits.heldBy.name, moment(waits.since)) : say('waits', waits.resource.name, moment(waits.since));
  return [
    heading(3, thread.name),
    ...(holds === undefined || holds.resource.kind === 'Future' ? [] : [
      paragraph(holds.taken.length > 0 && holds.since !== undefined ? say('took', holds.resource.name, moment(holds.since)) : say('tookUnknown', holds.resource.name)),
      ...frames(holds.taken, say),
    ]),
    paragraph(waited),
    ...(waits.stack.length === 0 ? [paragraph(say('nowhere'))] : frames(waits.stack, say)),
  ];
}

function frames(stack: DeadlockMember['waits']['stack'], say: Words): Block[] {
  if (stack.length === 0) return [];
  return [list(stack.map(({ file, line, column, function: name }) => [{ text: say('frame', name ?? '(anonymous)', `${file.slice(file.lastIndexOf('/') + 1)}:${line}`), site: { file, line, column } }]))];
}

/** The sentence with the piece at its `{0}`. */
function around(text: string, piece: Piece): Piece[] {
  const [before = '', after = ''] = text.split('{0}');
  return [before, piece, after].filter((each) => each !== '');
}

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (...pieces: Piece[]): Block => ({ kind: 'paragraph', pieces });
const list = (items: Piece[][]): Block => ({ kind: 'list', ordered: false, items });
