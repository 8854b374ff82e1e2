// See event.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './event.scenarios.js';

describeScenarios('Event', new URL('./event.scenarios.js', import.meta.url), scenarios);
