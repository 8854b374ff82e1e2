// What it costs to watch a hundred threads with the timeline open: of one core, the run's host thread and the server together, as the page states it.
import { startLanguageServer } from './language-server.mjs';

const { connection, stop } = await startLanguageServer();
const costs = [];
let began;
let enough;
const measured = new Promise((resolve) => (enough = resolve));
connection.onNotification('threadbook/pageUpdate', ({ update }) => {
  if (update.cost?.server === undefined || update.cost.server === 0) return;
  began ??= performance.now();
  // The threads start during the first seconds.
  if (performance.now() - began > 3_000) costs.push(update.cost.host + update.cost.server);
  if (performance.now() - began > 9_000) enough();
});
const { run } = await connection.sendRequest('threadbook/startRun', { recipe: 'semaphore-limit', parameters: { riders: '100', places: '4', ride: '800' } });
await connection.sendRequest('threadbook/watchRun', { run, page: 'timeline' });
await measured;
await connection.sendRequest('threadbook/stopRun', { run });
await stop();
console.log((100 * costs.reduce((sum, cost) => sum + cost, 0)) / costs.length);
