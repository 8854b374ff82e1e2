// See bounded-semaphore.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './bounded-semaphore.scenarios.js';

describeScenarios('BoundedSemaphore', new URL('./bounded-semaphore.scenarios.js', import.meta.url), scenarios);
