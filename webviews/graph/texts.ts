// The texts of the page of the wait-for graph. The client gives them in the user's language; that none is missing the type says.
import type { PictureThread, PictureWait } from '../../server/protocol.js';
import type { MomentTexts } from '../moments.js';

export type GraphTexts = MomentTexts & Record<
  | 'graph' | 'nobody' | 'nobodyEnded' | 'circle' | 'circleSpoken' | 'free' | 'leftOut' | 'legendWaits' | 'legendHolds' | 'legendCircle' | 'zoomIn' | 'zoomOut' | 'fit' | 'keys'
  | 'table' | 'thread' | 'state' | 'holds' | 'waitsFor' | 'heldBy' | 'since' | 'nothing' | 'holdsEdge' | 'spokenResource' | 'stuck' | 'inCircle' | 'others' | 'report' | 'still'
  | `state.${PictureThread['state']}` | `wants.${PictureWait['operation']}`,
  string
>;
