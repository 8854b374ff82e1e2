// See simple-queue.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './simple-queue.scenarios.js';

describeScenarios('SimpleQueue', new URL('./simple-queue.scenarios.js', import.meta.url), scenarios);
