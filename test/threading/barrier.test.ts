// See barrier.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './barrier.scenarios.js';

describeScenarios('Barrier', new URL('./barrier.scenarios.js', import.meta.url), scenarios);
