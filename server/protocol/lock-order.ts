// What the server tells about the order in which locks are taken, as nodes and edges. Plain data: whoever draws it finds the words and the places.
import type { Site } from './site.js';

/** All locks that some order is known of. */
export interface LockOrderPicture {
  locks: PictureLock[];
  orders: PictureOrder[];
  /** The contradictions: ids of locks, each taken while the one before it is held, and the first while the last is. */
  rings: string[][];
}

export interface PictureLock {
  id: string;
  name: string;
  /** Where it is declared. */
  place?: PicturePlace;
}

/** `text`: the file as people see it, and the line. */
export interface PicturePlace {
  site: Site;
  text: string;
}

/** `to` is taken while `from` is held, or should be: an order that is declared alone has no places. */
export interface PictureOrder {
  from: string;
  to: string;
  /** Where `to` is taken, the first ones; so many more are left out. */
  places: (PicturePlace & { function: string })[];
  more: number;
  /** Part of a contradiction. */
  contradicted: boolean;
  /** The runs that went that way, oldest first. */
  runs: number[];
  /** Where the project has declared this order, such as `a < b`. */
  declared?: PictureDeclaration;
  /** What the project has declared and this order breaks. */
  against?: PictureDeclaration;
}

export interface PictureDeclaration extends PicturePlace {
  order: string;
}
