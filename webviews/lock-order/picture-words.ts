// From the server's picture of the order of locks to nodes, arrows and the lines of tables, in the user's words. Pure.
import type { LockOrderPicture, PictureLock, PictureOrder, Site } from '../../server/protocol.js';
import type { Say } from '../fill.js';
import { wayBack, type PictureEdge, type PictureNode } from '../graph-picture.js';
import type { Drawn } from './choice.js';
import type { LockOrderTexts } from './texts.js';

type Words = Say<LockOrderTexts>;

/** A place where one lock is taken while another is held, or an order that is declared alone. */
export interface OrderLine {
  id: string;
  place: string;
  function: string;
  first: string;
  then: string;
  remarks: string;
  site?: Site;
}

export interface LockLine {
  id: string;
  lock: string;
  declaredAt: string;
  before: number;
  after: number;
  site?: Site;
}

/** With more arrows their labels hide each other. */
const mostLabels = 40;

export const orderId = ({ from, to }: Pick<PictureOrder, 'from' | 'to'>): string => `order ${from} ${to}`;

/** `account_lock → audit_lock → account_lock`. */
export const ringNames = ({ locks }: LockOrderPicture, ring: readonly string[]): string => {
  const names = namesOf(locks);
  return [...ring, ring[0] ?? ''].map((id) => names.get(id) ?? id).join(' → ');
};

export function nodesOf({ locks, orders }: Pick<Drawn, 'locks' | 'orders'>, say: Words): PictureNode[] {
  const wrong = new Set(orders.filter(({ contradicted, against }) => contradicted || against).flatMap(({ from, to }) => [from, to]));
  return locks.map(({ id, name, place }): PictureNode => ({ id, label: name, below: place?.text ?? '', shape: 'box', tone: wrong.has(id) ? 'alarm' : 'plain', spoken: say('spokenLock', ...counts(id, orders)) }));
}

export function edgesOf({ locks, orders }: Pick<Drawn, 'locks' | 'orders'>, rings: LockOrderPicture['rings'], say: Words): PictureEdge[] {
  const names = namesOf(locks);
  const back = new Set(rings.flatMap(wayBack));
  return orders.map((order): PictureEdge => {
    const { from, to, places, more, runs, contradicted, against } = order;
    const [first] = places;
    const where = first === undefined ? say('declared', order.declared?.order ?? '') : places.length + more > 1 ? say('places', places.length + more) : first.function;
    const seen = runs.length > 0 ? say('observedShort', runs.join(', ')) : '';
    const label = [where, seen].filter(Boolean).join(' · ');
    const spoken = [first ? `${first.function} ${first.text}` : '', remarksOf(order, say)].filter(Boolean).join(', ');
    return {
      from, to,
      back: back.has(`${from} ${to}`),
      label: orders.length > mostLabels && !contradicted && !against ? '' : label,
      line: places.length === 0 ? 'dashed' : 'solid',
      tone: contradicted || against ? 'alarm' : runs.length > 0 ? 'active' : places.length === 0 ? 'quiet' : 'plain',
      // Whoever says aloud what the arrow shows must be understood: its label is part of its name.
      choice: { id: orderId(order), spoken: [say('spokenOrder', names.get(from) ?? from, names.get(to) ?? to), spoken.includes(label) ? '' : label, spoken].filter(Boolean).join(', ') },
    };
  });
}

/** One line a place: the same as the picture, and more, for whoever reads or hears it. */
export function orderLines({ locks }: LockOrderPicture, orders: readonly PictureOrder[], say: Words): OrderLine[] {
  const names = namesOf(locks);
  return orders.flatMap((order): OrderLine[] => {
    const { from, to, places, more, declared } = order;
    const remarks = remarksOf(order, say);
    const ends = { first: names.get(from) ?? from, then: names.get(to) ?? to };
    const id = orderId(order);
    if (places.length === 0) return [{ id, ...ends, place: declared?.text ?? say('noPlace'), function: '', remarks, ...(declared ? { site: declared.site } : {}) }];
    return places.map(({ site, text, function: name }, index) => ({ id: `${id} ${index}`, ...ends, place: text, function: name, remarks: index === places.length - 1 && more > 0 ? [remarks, say('morePlaces', more)].filter(Boolean).join('; ') : remarks, site }));
  });
}

export function lockLines({ locks }: LockOrderPicture, orders: readonly PictureOrder[]): LockLine[] {
  const ends = new Set(orders.flatMap(({ from, to }) => [from, to]));
  return locks.filter(({ id }) => ends.has(id)).map(({ id, name, place }): LockLine => {
    const [before, after] = counts(id, orders);
    return { id, lock: name, declaredAt: place?.text ?? '', before, after, ...(place ? { site: place.site } : {}) };
  });
}

function remarksOf({ contradicted, against, declared, runs }: PictureOrder, say: Words): string {
  return [
    contradicted ? say('contradicted') : '',
    against ? say('against', against.order) : '',
    declared ? say('declared', declared.order) : '',
    runs.length > 0 ? say('observed', runs.join(', ')) : '',
  ].filter(Boolean).join('; ');
}

/** Before and after how many locks it is taken. */
function counts(id: string, orders: readonly PictureOrder[]): [before: number, after: number] {
  const real = orders.filter(({ places }) => places.length > 0);
  return [real.filter(({ from }) => from === id).length, real.filter(({ to }) => to === id).length];
}

const namesOf = (locks: readonly PictureLock[]): Map<string, string> => new Map(locks.map(({ id, name }) => [id, name]));
