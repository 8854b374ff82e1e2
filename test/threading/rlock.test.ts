// See rlock.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './rlock.scenarios.js';

describeScenarios('RLock', new URL('./rlock.scenarios.js', import.meta.url), scenarios);
