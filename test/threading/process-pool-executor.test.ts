// See process-pool-executor.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './process-pool-executor.scenarios.js';

describeScenarios('ProcessPoolExecutor', new URL('./process-pool-executor.scenarios.js', import.meta.url), scenarios);
