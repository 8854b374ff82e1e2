// See priority-queue.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './priority-queue.scenarios.js';

describeScenarios('PriorityQueue', new URL('./priority-queue.scenarios.js', import.meta.url), scenarios);
