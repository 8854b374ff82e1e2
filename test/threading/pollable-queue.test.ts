// See pollable-queue.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './pollable-queue.scenarios.js';

describeScenarios('PollableQueue', new URL('./pollable-queue.scenarios.js', import.meta.url), scenarios);
