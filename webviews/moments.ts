// What the pages of a recording have in common: they read it, stand at a moment of it that a scrubber changes, and lead to each other at that moment. It must not know what a page shows.
import { BadRecording, decodeRecording, type RecordingFault } from '../server/model/recording/file.js';
import { Lanes } from '../server/model/recording/lanes.js';
import type { RunPageId } from '../server/protocol.js';
import { element } from './element.js';
import type { Say } from './fill.js';
import type { PageState } from './messages.js';
import { showGone, type PageWire } from './page.js';
import { createScrubber, type Scrubber } from './scrubber.js';
import { seconds } from './timeline/times.js';

export type MomentTexts = Record<'moment' | 'momentAt' | 'pages' | `page.${RunPageId}` | `bad.${RecordingFault}`, string>;

const all: readonly RunPageId[] = ['timeline', 'graph', 'usage', 'deadlock'];

/** Buttons that lead to the other pages. `moment`: in milliseconds since the recording's begin; undefined where the page has none. */
export function otherPages(page: RunPageId, say: Say<MomentTexts>, wire: PageWire, moment: () => number | undefined): HTMLElement {
  const go = (to: RunPageId) => (): void => {
    const at = moment();
    wire.send({ kind: 'open-page', page: to, ...(at === undefined ? {} : { moment: at }) });
  };
  return element('nav', { class: 'pages', 'aria-label': say('pages') }, ...all.filter((each) => each !== page).map((each) => element('button', { type: 'button', 'data-page': each, click: go(each) }, say(`page.${each}`))));
}

/** Says on the page what is wrong with a file. */
export function showBad({ fault, values }: BadRecording, say: Say<MomentTexts>): void {
  showGone(say(`bad.${fault}`, ...values));
}

export interface Moments {
  /** Stands where the page put it; empty until a recording is shown. */
  readonly element: HTMLElement;
  /** The page shows a recording: what still comes of the live run is past. */
  readonly recorded: boolean;
  /** In milliseconds since the recording's begin; undefined where no recording is shown. */
  readonly at: number | undefined;
  /** Shows a recording. Says on the page what is wrong with it. */
  read(file: Uint8Array): Promise<void>;
  go(ms: number): void;
}

/** `show` draws what was at that time (milliseconds since the epoch); it is called again when that changes, and never in such a hurry that nothing else gets a turn. */
export function createMoments(state: PageState, say: Say<MomentTexts>, wire: PageWire, show: (lanes: Lanes, at: number) => void): Moments {
  const host = element('div');
  let wanted = state.moment;
  let shown: { lanes: Lanes; scrubber: Scrubber } | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let drawnAt = -Infinity;
  let cost = 0;

  function moved(lanes: Lanes, ms: number): void {
    const { startedAt, at } = lanes.recording.info;
    const end = ms >= at - startedAt;
    wanted = end ? undefined : ms;
    wire.keepMoment(wanted);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const begun = performance.now();
      show(lanes, end ? at : startedAt + ms);
      drawnAt = performance.now();
      cost = drawnAt - begun;
    }, Math.max(0, drawnAt + 2 * cost - performance.now()));
  }

  return {
    element: host,
    get recorded() {
      return shown !== undefined;
    },
    get at() {
      return shown && (wanted ?? shown.scrubber.length);
    },
    async read(file) {
      try {
        const lanes = new Lanes(await decodeRecording(file));
        const { startedAt, at } = lanes.recording.info;
        const length = Math.max(0, at - startedAt);
        shown = { lanes, scrubber: createScrubber(length, wanted ?? length, { name: say('moment'), moment: (ms) => say('momentAt', seconds(ms)) }, (ms) => moved(lanes, ms)) };
        host.replaceChildren(shown.scrubber.element);
      } catch (error) {
        if (!(error instanceof BadRecording)) throw error;
        showBad(error, say);
      }
    },
    go(ms) {
      wanted = ms;
      shown?.scrubber.go(ms);
    },
  };
}
