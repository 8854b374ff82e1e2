// Which of the orders are shown, and which of those are drawn: what fits the filter; the contradictions first where there are too many. Pure.
import type { LockOrderPicture, PictureLock, PictureOrder, Site } from '../../server/protocol.js';

export interface Filter {
  /** Only contradictions and what breaks a declared order. */
  wrong: boolean;
  /** Part of the name of a lock, a function or a file; whatever the case. */
  text: string;
  /** Only this contradiction, by its key. */
  ring?: string;
}

/** More nodes cannot be read; with this many arrows a layout takes part of a second. */
const mostLocks = 120;
const mostOrders = 200;

export const ringKey = (ring: readonly string[]): string => [...ring].sort().join('\n');

const isWrong = ({ contradicted, against }: PictureOrder): boolean => contradicted || against !== undefined;

/** All orders that fit the filter; a contradiction that is no longer there filters nothing. */
export function fitting({ locks, orders, rings }: LockOrderPicture, { wrong, text, ring: wanted }: Filter): PictureOrder[] {
  const ring = rings.find((each) => ringKey(each) === wanted);
  const inRing = ring && new Set(ring.map((id, index) => `${id} ${ring[(index + 1) % ring.length]}`));
  const names = new Map(locks.map(({ id, name, place }) => [id, `${name}\n${place?.text ?? ''}`]));
  const sought = text.trim().toLowerCase();
  const says = (order: PictureOrder): boolean =>
    [names.get(order.from), names.get(order.to), ...order.places.flatMap((place) => [place.function, place.text])].some((each) => each?.toLowerCase().includes(sought));
  return orders.filter((order) => (!inRing || inRing.has(`${order.from} ${order.to}`)) && (!wrong || isWrong(order)) && (sought === '' || says(order)));
}

export interface Drawn {
  locks: PictureLock[];
  orders: PictureOrder[];
  /** Not drawn because there are too many. */
  leftOut: { locks: number; orders: number };
}

/** What is wrong first, then what is declared, then what touches something wrong. */
export function drawn({ locks }: LockOrderPicture, orders: readonly PictureOrder[]): Drawn {
  const suspects = new Set(orders.filter(isWrong).flatMap(({ from, to }) => [from, to]));
  const rank = (order: PictureOrder): number => (isWrong(order) ? 0 : order.declared ? 1 : suspects.has(order.from) || suspects.has(order.to) ? 2 : 3);
  const chosen = new Set<string>();
  const kept = [...orders]
    .sort((a, b) => rank(a) - rank(b))
    .filter(({ from, to }) => {
      const more = [from, to].filter((id) => !chosen.has(id));
      if (chosen.size + more.length > mostLocks) return false;
      for (const id of more) chosen.add(id);
      return true;
    })
    .slice(0, mostOrders);
  const ends = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const all = new Set(orders.flatMap(({ from, to }) => [from, to]));
  return { locks: locks.filter(({ id }) => ends.has(id)), orders: kept, leftOut: { locks: all.size - ends.size, orders: orders.length - kept.length } };
}

/** The contradiction, or else the order, that has a step at one of the places. */
export function at({ orders, rings }: LockOrderPicture, sites: readonly Site[]): { ring?: string; order?: PictureOrder } {
  const here = orders.filter(({ places }) => places.some(({ site }) => sites.some(({ file, line }) => file === site.file && line === site.line)));
  const count = (ring: readonly string[]): number => here.filter(({ from, to }) => ring.some((id, index) => id === from && ring[(index + 1) % ring.length] === to)).length;
  const [ring] = rings.filter((each) => count(each) > 0).sort((a, b) => count(b) - count(a) || a.length - b.length);
  const order = here.find(isWrong) ?? here[0];
  return { ...(ring ? { ring: ringKey(ring) } : {}), ...(order ? { order } : {}) };
}
