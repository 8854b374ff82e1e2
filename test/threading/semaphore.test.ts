// See semaphore.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './semaphore.scenarios.js';

describeScenarios('Semaphore', new URL('./semaphore.scenarios.js', import.meta.url), scenarios);
