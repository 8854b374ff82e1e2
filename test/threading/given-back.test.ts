// See given-back.scenarios.ts.
import { scenarios } from './given-back.scenarios.js';
import { describeScenarios } from './scenarios.js';

describeScenarios('threads and pools give back', new URL('./given-back.scenarios.js', import.meta.url), scenarios, process.env['KILLED_THREADS'] === undefined ? 90 : 900);
