// The timeline page: its table of contents. Connects the recording, the picture, the table and what people do.
import { BadRecording } from '../../server/model/recording/file.js';
import type { TimelineUpdate } from '../../server/protocol.js';
import { showBad } from '../moments.js';
import { connectPage, type PageWire, type Say } from '../page.js';
import type { PageState } from '../messages.js';
import { Recorded } from './recorded.js';
import { Stage } from './stage.js';
import type { TimelineTexts } from './texts.js';

let stage: Stage | undefined;
let words: Say<TimelineTexts> | undefined;
const recorded = new Recorded();
/** Updates are unpacked one after the other. */
let last: Promise<void> = Promise.resolve();

const wire: PageWire = connectPage<'timeline', TimelineTexts>({
  open(state: PageState, say: Say<TimelineTexts>) {
    words = say;
    stage = new Stage(state, say, wire);
  },
  update: (update: TimelineUpdate) => take(() => recorded.update(update)),
  file: (bytes) => take(() => recorded.open(bytes)),
  moment: (ms) => stage?.go(ms),
});

function take(change: () => Promise<void>): void {
  last = last.then(change).then(
    () => recorded.lanes && stage?.show(recorded.lanes),
    (error: unknown) => {
      if (!(error instanceof BadRecording)) throw error;
      if (words) showBad(error, words);
    },
  );
}
