// See thread-local.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './thread-local.scenarios.js';

describeScenarios('ThreadLocal', new URL('./thread-local.scenarios.js', import.meta.url), scenarios);
