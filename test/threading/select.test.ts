// See select.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './select.scenarios.js';

describeScenarios('select', new URL('./select.scenarios.js', import.meta.url), scenarios);
