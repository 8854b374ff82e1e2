// Whether anything keeps the program going: a thread that is no daemon, or work that lies in a pool.
import { i32 } from './heap.js';
import { ALIVE_WORKING, Q_GETS, Q_PUTS, R_KIND, RESOURCE_WORDS, RESOURCES_HIGH, RESOURCES_START, X_ALIVE } from './layout.js';
import { kinds } from './resource.js';

const THREADS = kinds.indexOf('ThreadPoolExecutor');
const PROCESSES = kinds.indexOf('ProcessPoolExecutor');

/** True when only daemons and idle pools are left. A pass over all resources: not for a hot path. */
export function nothingWorks(): boolean {
  if (Atomics.load(i32, ALIVE_WORKING) > 0) return false;
  const high = i32[RESOURCES_HIGH]!;
  for (let n = 0; n < high; n++) {
    const at = RESOURCES_START + n * RESOURCE_WORDS;
    // A sleeping worker may have been called and not be awake yet.
    const kind = i32[at + R_KIND];
    if ((kind === THREADS || kind === PROCESSES) && i32[at + X_ALIVE]! > 0 && Atomics.load(i32, at + Q_GETS) !== Atomics.load(i32, at + Q_PUTS)) return false;
  }
  return Atomics.load(i32, ALIVE_WORKING) === 0;
}
