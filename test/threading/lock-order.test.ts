// See lock-order.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './lock-order.scenarios.js';

describeScenarios('the observed order of locks', new URL('./lock-order.scenarios.js', import.meta.url), scenarios);
