// See as-completed.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './as-completed.scenarios.js';

describeScenarios('asCompleted', new URL('./as-completed.scenarios.js', import.meta.url), scenarios);
