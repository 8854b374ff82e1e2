// See future.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './future.scenarios.js';

describeScenarios('Future', new URL('./future.scenarios.js', import.meta.url), scenarios);
