// See values.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './values.scenarios.js';

describeScenarios('values that travel', new URL('./values.scenarios.js', import.meta.url), scenarios);
