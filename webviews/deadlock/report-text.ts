// A deadlock report in plain words, as headings, paragraphs and lists with places to go to. Pure: a page shows it, the client saves it.
import type { DeadlockCycle, DeadlockMember, DeadlockReport, Remedy, Site, StrandedMember } from '../../server/protocol.js';
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
    heading(1, say(report.cycles.length > 0 ? 'title' : 'stillTitle', report.title, report.run)),
    ...report.cycles.flatMap((cycle) => cycleText(report, cycle, say, duration)),
    ...(report.stranded.length === 0 ? [] : strandedText(report, say, duration)),
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
    ...(report.over ? [] : [paragraph(say('now'))]),
    heading(2, say('where')),
    ...members.flatMap((member) => placesText(report, member, say, duration)),
    heading(2, say('more')),
    list([[...around(say('rule'), { text: cycle.rule, rule: cycle.rule })], ...cycle.lessons.map(({ recipe, title }) => around(say('lesson'), { text: title, recipe }))]),
  ];
}

/** Who waits, for what, since when, and who could have ended it; how to mend it; where. */
function strandedText(report: DeadlockReport, say: Words, duration: Duration): Block[] {
  const { stranded } = report;
  const cures = [...new Set(stranded.map((each) => say(cureOf(each), each.resource.name)))];
  const rules = [...new Set(stranded.flatMap(({ rule }) => rule ?? []))];
  const lessons = [...new Map(stranded.flatMap((each) => each.lessons).map((lesson) => [lesson.recipe, lesson])).values()];
  return [
    paragraph(say('still'), ' ', say('stillFormed', duration(report.stillAfter ?? 0))),
    heading(2, say('left')),
    list(stranded.map((each) => [say(`left.${each.operation}`, each.thread.name, each.resource.name), ' ', lastText(report, each, say, duration)])),
    heading(2, say('break')),
    list(cures.map((cure) => [cure])),
    ...(report.over ? [] : [paragraph(say('stillNow'))]),
    heading(2, say('where')),
    ...stranded.flatMap(({ thread, resource, stack, since }) => [heading(3, thread.name), paragraph(say('waits', resource.name, duration(report.at - since))), ...(stack.length === 0 ? [paragraph(say('nowhere'))] : frames(stack, say))]),
    ...(rules.length + lessons.length === 0 ? [] : [heading(2, say('more')), list([...rules.map((rule) => around(say('rule'), { text: rule, rule })), ...lessons.map(({ recipe, title }) => around(say('lesson'), { text: title, recipe }))])]),
  ];
}

/** Who could have woken the thread. */
function lastText(report: DeadlockReport, { operation, resource, last, since }: StrandedMember, say: Words, duration: Duration): string {
  const wakes = say(`woken.${operation}`, resource.name);
  if (!last) return say('lastUnknown', wakes);
  const when = duration(report.at - last.ago);
  // What nobody was there to hear is not heard later.
  const missed = last.ago > since && resource.kind === 'Condition' ? ` ${say('missed')}` : '';
  return say(last.ended ? 'lastByEnded' : 'lastBy', wakes, last.thread.name, when) + missed;
}

function cureOf({ operation, resource }: StrandedMember): `cure.${StrandedMember['operation']}` | 'cure.condition' | 'cure.barrier' | 'cure.pool' {
  if (operation === 'wait' && resource.kind === 'Condition') return 'cure.condition';
  if (operation === 'wait' && resource.kind === 'Barrier') return 'cure.barrier';
  if (operation === 'join' && resource.kind.endsWith('PoolExecutor')) return 'cure.pool';
  return `cure.${operation}`;
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
