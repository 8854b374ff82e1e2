// See acquire.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './acquire.scenarios.js';

describeScenarios('acquire(...)', new URL('./acquire.scenarios.js', import.meta.url), scenarios);
