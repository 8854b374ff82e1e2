// See thread-pool-executor.scenarios.ts.
import { describeScenarios } from './scenarios.js';
import { scenarios } from './thread-pool-executor.scenarios.js';

describeScenarios('ThreadPoolExecutor', new URL('./thread-pool-executor.scenarios.js', import.meta.url), scenarios);
