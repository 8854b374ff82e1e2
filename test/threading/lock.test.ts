// See lock.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './lock.scenarios.js';

describeScenarios('Lock', new URL('./lock.scenarios.js', import.meta.url), scenarios);
