// The child process of a run. Its main thread never blocks: it starts the recipe's threads, samples them and reports to the server.
import { runHost } from './run-host.js';

runHost(new URL('../catalog/index.js', import.meta.url).href);
