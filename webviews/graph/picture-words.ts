// From the server's picture of who holds and who waits to nodes, arrows and the lines of a table, in the user's words. Pure.
import type { PictureResource, PictureThread, PictureWait, Site, WaitPicture } from '../../server/protocol.js';
import type { Say } from '../fill.js';
import { wayBack, type PictureEdge, type PictureNode, type Tone } from '../graph-picture.js';
import type { GraphTexts } from './texts.js';

export interface GraphLine {
  id: string;
  thread: string;
  state: string;
  holds: string;
  waitsFor: string;
  heldBy: string;
  /** Milliseconds; undefined where it does not wait. */
  waited?: number;
  site?: Site;
}

type Words = Say<GraphTexts>;
type Duration = (ms: number) => string;

export function nodesOf(picture: WaitPicture, say: Words): PictureNode[] {
  const wanted = new Set(picture.waits.map(({ to }) => to));
  const held = new Set(picture.holds.map(({ from }) => from));
  const threads = picture.threads.map((thread): PictureNode => {
    const below = stateWords(thread, say);
    return { id: thread.id, label: labelOf(thread, say), below, shape: 'round', tone: threadTone(thread), spoken: say('thread') };
  });
  const resources = picture.resources.map((resource): PictureNode => {
    const { id, kind, inCircle } = resource;
    const tone: Tone = inCircle ? 'alarm' : held.has(id) ? (wanted.has(id) ? 'waiting' : 'active') : 'quiet';
    return { id, label: labelOf(resource, say), below: kind, shape: 'box', tone, spoken: say('spokenResource', holderOf(picture, id) ?? say('nothing')) };
  });
  return [...threads, ...resources];
}

export function edgesOf(picture: WaitPicture, say: Words, duration: Duration): PictureEdge[] {
  const back = new Set(picture.circles.flatMap(wayBack));
  return [
    ...picture.waits.map(({ from, to, operation, since, inCircle }): PictureEdge => ({ from, to, back: back.has(`${from} ${to}`), label: say(`wants.${operation}`, duration(whole(picture.at - since))), line: 'dashed', tone: inCircle ? 'alarm' : 'waiting' })),
    ...picture.holds.map(({ from, to, inCircle }): PictureEdge => ({ from, to, back: back.has(`${from} ${to}`), label: say('holdsEdge'), line: 'solid', tone: inCircle ? 'alarm' : 'active' })),
  ];
}

/** One line a thread: the same as the picture, for whoever reads or hears it. */
export function linesOf(picture: WaitPicture, say: Words): GraphLine[] {
  const names = namesOf(picture);
  const locks = new Map(picture.resources.map((resource) => [resource.id, labelOf(resource, say)]));
  const waitOf = new Map(picture.waits.map((wait) => [wait.from, wait]));
  return picture.threads.map((thread): GraphLine => {
    const wait: PictureWait | undefined = waitOf.get(thread.id);
    return {
      id: thread.id,
      thread: labelOf(thread, say),
      state: stateWords(thread, say),
      holds: picture.holds.filter(({ to }) => to === thread.id).map(({ from }) => locks.get(from) ?? from).join(', '),
      waitsFor: wait ? (names.get(wait.to) ?? wait.to) : '',
      heldBy: (wait && holderOf(picture, wait.to)) ?? '',
      ...(wait ? { waited: picture.at - wait.since } : {}),
      ...(thread.site ? { site: thread.site } : {}),
    };
  });
}

/** `saver → checking → spender → savings → saver`. */
export function circleNames(picture: WaitPicture): string[] {
  const names = namesOf(picture);
  return picture.circles.map((circle) => [...circle, circle[0] ?? ''].map((id) => names.get(id) ?? id).join(' → '));
}

function namesOf(picture: WaitPicture): Map<string, string> {
  return new Map([...picture.threads, ...picture.resources].map(({ id, name }) => [id, name]));
}

function holderOf(picture: WaitPicture, resource: string): string | undefined {
  const hold = picture.holds.find(({ from }) => from === resource);
  return hold && namesOf(picture).get(hold.to);
}

function labelOf({ name, others }: PictureThread | PictureResource, say: Words): string {
  return others === 0 ? name : say('others', name, others);
}

function stateWords({ state, inCircle, stuck }: PictureThread, say: Words): string {
  return inCircle ? say('inCircle') : stuck ? say('stuck') : say(`state.${state}`);
}

function threadTone({ state, inCircle }: PictureThread): Tone {
  if (inCircle) return 'alarm';
  if (state === 'waiting' || state === 'joining') return 'waiting';
  return state === 'ended' ? 'quiet' : 'active';
}

/** Whole seconds once there is one: a label that changes ten times a second cannot be read. */
function whole(ms: number): number {
  return ms < 1_000 ? Math.floor(ms / 100) * 100 : Math.floor(ms / 1_000) * 1_000;
}
