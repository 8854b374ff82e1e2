// See sleep.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './sleep.scenarios.js';

describeScenarios('sleep and print', new URL('./sleep.scenarios.js', import.meta.url), scenarios);
