// What a worker has of the heap goes back to all when it ends: what it refers to and its free blocks. For the worker itself at its end, or for the
// supervisor when it was killed.
import { giveAllBack } from './allocate.js';
import { takeClaims } from './claims.js';
import { dropFuturesOf } from './future-group.js';
import { dropResource } from './resource.js';
import { dropThreadRecord } from './thread-references.js';

export function giveBackWorker(worker: number): void {
  dropFuturesOf(worker);
  takeClaims(worker, (record, kind) => (kind === 'resource' ? dropResource(record) : dropThreadRecord(record)));
  giveAllBack(worker);
}
