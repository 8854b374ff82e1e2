// See lifo-queue.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './lifo-queue.scenarios.js';

describeScenarios('LifoQueue', new URL('./lifo-queue.scenarios.js', import.meta.url), scenarios);
