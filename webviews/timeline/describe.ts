// What a place on the timeline is, in words: for the tooltip, the screen reader and the table alike.
import type { Frame } from '../../recipes/host/messages.js';
import { operations } from '../../server/model/recording/deed.js';
import type { LaneState } from '../../server/model/recording/lane.js';
import type { Lanes } from '../../server/model/recording/lanes.js';
import type { Say } from '../page.js';
import type { LaneRow } from './layout.js';
import type { TimelineTexts } from './texts.js';
import { duration, seconds } from './times.js';

export interface Described {
  /** The lane's name. */
  title: string;
  /** One sentence each: what, since when and for how long, who woke it, where. */
  lines: string[];
  site?: Frame;
  from: number;
  to: number;
}

export class Describer {
  readonly #lanes: Lanes;
  readonly #say: Say<TimelineTexts>;

  constructor(lanes: Lanes, say: Say<TimelineTexts>) {
    this.#lanes = lanes;
    this.#say = say;
  }

  threadName(id: number): string {
    return this.#lanes.thread(id)?.name ?? this.#say('thread', id);
  }

  resourceName(id: number): string {
    return this.#lanes.resource(id)?.name ?? this.#say('resource', id);
  }

  /** What the lane shows at a time; undefined for a heading, and before there was anything. */
  at(row: LaneRow, time: number): Described | undefined {
    switch (row.kind) {
      case 'heading':
        return undefined;
      case 'thread':
        return this.segment(row, row.lane.at(time));
      case 'lock':
        return this.#hold(row, row.lane.at(time), time);
      case 'curve':
        return this.#point(row, row.lane.at(time));
      default:
        return row satisfies never;
    }
  }

  /** Of a thread, by its number. */
  segment({ lane, name }: Extract<LaneRow, { kind: 'thread' }>, n: number): Described | undefined {
    if (n < 0 || n >= lane.count) return undefined;
    const from = lane.start[n]!;
    const to = lane.end(n, this.#now);
    const lines = [this.what(lane.stateAt(n), lane.operation[n]!, lane.subject[n]!, from)];
    if (lane.stateAt(n) !== 'ended') lines.push(this.#span(from, to));
    const arrow = lane.arrow[n]! > 0 ? this.#lanes.arrows[lane.arrow[n]! - 1] : undefined;
    if (arrow) lines.push(this.#say('wokenBy', this.threadName(arrow.from), this.#moment(arrow.fromAt)));
    return this.#described(name, lines, lane.stateAt(n) === 'ended' ? 0 : lane.stack[n]!, from, to);
  }

  /** `waiting for savings, held by spender` */
  what(state: LaneState, operation: number, subject: number, at: number): string {
    const say = this.#say;
    switch (state) {
      case 'running':
        return say('isRunning');
      case 'ended':
        return say('isEnded');
      case 'sleeping':
        return say('isSleeping');
      case 'io':
        return say('isIo');
      case 'lock':
      case 'queue':
      case 'signal': {
        if (subject < 0) return say('waitsThread', this.threadName(-subject));
        if (subject === 0) return say('waitsSomething');
        const waits = operationTexts[operations[operation] ?? ''] ?? 'waitsFor';
        const holder = this.#holder(subject, at);
        return say(waits, this.resourceName(subject)) + (holder === undefined ? '' : `, ${say('heldBy', this.threadName(holder))}`);
      }
      default:
        return state satisfies never;
    }
  }

  place(frame: Frame): string {
    const at = `${frame.file.slice(frame.file.lastIndexOf('/') + 1)}:${frame.line}`;
    return frame.function ? `${frame.function} (${at})` : at;
  }

  #hold({ lane, name }: Extract<LaneRow, { kind: 'lock' }>, n: number, time: number): Described {
    if (n < 0) return { title: name, lines: [this.#say('free')], from: time, to: time };
    const from = lane.start[n]!;
    const to = Number.isNaN(lane.end[n]) ? this.#now : lane.end[n]!;
    return this.#described(name, [this.#say('heldBy', this.threadName(lane.owner[n]!)), this.#span(from, to)], lane.stack[n]!, from, to);
  }

  #point({ lane, name }: Extract<LaneRow, { kind: 'curve' }>, n: number): Described | undefined {
    if (n < 0) return undefined;
    const from = lane.time[n]!;
    const resource = this.#lanes.resource(lane.id);
    const value = lane.value[n]!;
    const permits = resource?.kind.endsWith('Semaphore') ?? false;
    const text = permits ? this.#say('permits', value) : resource?.capacity ? this.#say('itemsOf', value, resource.capacity) : this.#say('items', value);
    return { title: name, lines: [text, this.#say('sinceFor', this.#moment(from), duration((n + 1 < lane.count ? lane.time[n + 1]! : this.#now) - from))], from, to: n + 1 < lane.count ? lane.time[n + 1]! : this.#now, ...(resource?.created ? { site: resource.created } : {}) };
  }

  #described(title: string, lines: string[], stack: number, from: number, to: number): Described {
    const site = this.#lanes.recording.info.stacks[stack - 1]?.[0];
    if (!site) return { title, lines, from, to };
    return { title, lines: [...lines, this.#say('where', this.place(site))], site, from, to };
  }

  #holder(resource: number, at: number): number | undefined {
    const lock = this.#lanes.locks.get(resource);
    const hold = lock?.at(at) ?? -1;
    return lock && hold >= 0 ? lock.owner[hold] : undefined;
  }

  #span(from: number, to: number): string {
    return this.#say('sinceFor', this.#moment(from), duration(to - from));
  }

  #moment(at: number): string {
    return seconds(at - this.#lanes.recording.info.startedAt);
  }

  get #now(): number {
    return this.#lanes.recording.info.at;
  }
}

const operationTexts: Partial<Record<string, keyof TimelineTexts>> = { put: 'waitsPut', get: 'waitsGet', join: 'waitsJoin', result: 'waitsResult' };
