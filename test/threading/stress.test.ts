// See stress.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './stress.scenarios.js';

describeScenarios('a million operations by four threads', new URL('./stress.scenarios.js', import.meta.url), scenarios, 90);
