// See observe.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './observe.scenarios.js';

describeScenarios('observation', new URL('./observe.scenarios.js', import.meta.url), scenarios);
