// See condition.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './condition.scenarios.js';

describeScenarios('Condition', new URL('./condition.scenarios.js', import.meta.url), scenarios);
