// See supervisor.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './supervisor.scenarios.js';

describeScenarios('the supervisor', new URL('./supervisor.scenarios.js', import.meta.url), scenarios);
