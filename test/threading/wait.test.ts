// See wait.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './wait.scenarios.js';

describeScenarios('wait for futures', new URL('./wait.scenarios.js', import.meta.url), scenarios);
