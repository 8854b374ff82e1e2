// What the server tells about the lines on which locks are held at the moment. Plain data: whoever shows them finds the words.
import type { RunId } from './site.js';

/** All places of all runs that go on. */
export interface LivePlaces {
  places: LivePlace[];
}

/** One line of source on which at least one thread took a lock that it still holds. */
export interface LivePlace {
  file: string;
  /** From 1. */
  line: number;
  /** Longest held first; at most a few of them. */
  held: LiveHolding[];
  /** How many there are beside `held`. */
  more: number;
}

export interface LiveHolding {
  run: RunId;
  lock: string;
  holder: string;
  /** Tenths of a second for the first ten seconds, then whole seconds. */
  seconds: number;
  /** Threads that wait for it. */
  waiting: number;
  /** The holder can never go on. */
  forEver: boolean;
}
