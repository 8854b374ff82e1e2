// The picture of the order of locks: what the lint reads, what runs have shown and what the project declares, joined. Pure; whoever draws it finds the words.
import type { DeclaredOrder } from '../lint/conclusions/declared-order.js';
import type { Site } from '../lint/facts/finding.js';
import type { OrderGraph } from '../lint/conclusions/order-graph.js';
import { runsAlong, type ObservedOrder } from './lock-orders.js';
import type { LockOrderPicture, PictureDeclaration, PictureLock, PictureOrder, PicturePlace } from '../protocol.js';

/** Of one order; nobody reads more. */
const mostPlaces = 20;

/** `shown` makes of a path what people see. */
export function lockOrderPicture({ edges, rings, declared }: OrderGraph, observed: readonly ObservedOrder[], shown: (path: string) => string): LockOrderPicture {
  const place = ({ file, line, column }: Site): PicturePlace => ({ site: { file, line, column }, text: `${shown(file)}:${line}` });
  const declaration = ({ before, after, site }: DeclaredOrder): PictureDeclaration => ({ order: `${before} < ${after}`, ...place(site) });
  const locks = new Map<string, PictureLock>();
  for (const { from, fromName, fromAt, to, toName, toAt } of [...edges, ...declared]) {
    locks.set(from, { id: from, name: fromName, ...(fromAt ? { place: place(fromAt) } : {}) });
    locks.set(to, { id: to, name: toName, ...(toAt ? { place: place(toAt) } : {}) });
  }
  const orders = new Map<string, PictureOrder>();
  for (const edge of edges) {
    const { from, to, sites, contradicted, against } = edge;
    orders.set(`${from} ${to}`, {
      from, to, contradicted,
      places: sites.slice(0, mostPlaces).map(({ site, function: name }) => ({ ...place(site), function: name })),
      more: Math.max(0, sites.length - mostPlaces),
      runs: runsAlong(edge, observed),
      ...(against ? { against: declaration(against) } : {}),
    });
  }
  for (const { from, to, declaration: wanted } of declared) {
    const known = orders.get(`${from} ${to}`) ?? { from, to, contradicted: false, places: [], more: 0, runs: [] };
    orders.set(`${from} ${to}`, { ...known, declared: declaration(wanted) });
  }
  return { locks: [...locks.values()], orders: [...orders.values()], rings: [...rings] };
}
