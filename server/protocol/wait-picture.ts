// What the server tells about who holds and who waits, as nodes and edges. Plain data: whoever draws it finds the words and the places.
import type { Operation, ResourceSnapshot, ThreadState } from '../../recipes/host/messages.js';
import type { Site } from './site.js';

/** Threads that hold or wait, and what they hold or wait for. Times are milliseconds since the run's start. */
export interface WaitPicture {
  title: string;
  at: number;
  active: boolean;
  threads: PictureThread[];
  resources: PictureResource[];
  waits: PictureWait[];
  holds: PictureHold[];
  /** Of those that belong into the picture, so many are left out because there are too many. */
  leftOut: number;
  /** Live threads that neither hold nor wait for anything. */
  free: number;
  /** Every thread waits, and nobody is left who could wake those that are `stuck`. */
  still: boolean;
  /** The circles: ids of threads and resources in turn. */
  circles: string[][];
}

/** `id`s are unique among threads and resources. `inCircle`: part of a deadlock. `stuck`: can never go on. */
export interface PictureThread {
  id: string;
  name: string;
  state: ThreadState['kind'];
  inCircle: boolean;
  stuck: boolean;
  /** It stands for so many other threads as well, which wait for the same and do nothing else. */
  others: number;
  site?: Site;
}

export interface PictureResource {
  id: string;
  name: string;
  kind: ResourceSnapshot['kind'];
  inCircle: boolean;
  /** It stands for so many other locks as well, which the same thread holds and nobody wants. */
  others: number;
  site?: Site;
}

/** From a thread to a resource, or to another thread for whose end it waits. */
export interface PictureWait {
  from: string;
  to: string;
  operation: Operation;
  since: number;
  inCircle: boolean;
  site?: Site;
}

/** From a resource to the thread that holds it, or that computes it. */
export interface PictureHold {
  from: string;
  to: string;
  since?: number;
  inCircle: boolean;
  site?: Site;
}
