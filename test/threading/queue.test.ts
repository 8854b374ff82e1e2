// See queue.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './queue.scenarios.js';

describeScenarios('Queue', new URL('./queue.scenarios.js', import.meta.url), scenarios);
