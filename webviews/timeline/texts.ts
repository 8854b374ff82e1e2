// The texts of the timeline page, by name. The client gives them in the user's language; that none is missing the type says.
import type { MomentTexts } from '../moments.js';

export type TimelineTexts = MomentTexts & Record<
  | 'running' | 'lock' | 'queue' | 'signal' | 'sleeping' | 'io' | 'ended' | 'held' | 'depth' | 'threads' | 'locks' | 'queues'
  | 'live' | 'follow' | 'fit' | 'zoomIn' | 'zoomOut' | 'arrows' | 'save' | 'runAgain' | 'help' | 'keys' | 'canvas' | 'legend'
  | 'table' | 'range' | 'whole' | 'lane' | 'stateAt' | 'taken' | 'least' | 'most' | 'mean' | 'segments'
  | 'segmentsOf' | 'moreSegments' | 'begins' | 'lasts' | 'what' | 'isRunning' | 'isEnded' | 'isSleeping' | 'isIo' | 'waitsFor' | 'waitsPut' | 'waitsGet'
  | 'waitsJoin' | 'waitsResult' | 'waitsThread' | 'waitsSomething' | 'sinceFor' | 'wokenBy' | 'where' | 'free' | 'heldBy' | 'items' | 'itemsOf' | 'permits'
  | 'notYet' | 'gap' | 'gaps' | 'noGaps' | 'events' | 'cost' | 'costUnknown' | 'costShort' | 'nobody' | 'nobodyYet' | 'thread' | 'resource' | 'open' | 'wakes',
  string
>;
