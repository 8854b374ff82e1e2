// See killed.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './killed.scenarios.js';

describeScenarios('killed threads', new URL('./killed.scenarios.js', import.meta.url), scenarios);
