// See thread.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './thread.scenarios.js';

describeScenarios('Thread', new URL('./thread.scenarios.js', import.meta.url), scenarios);
