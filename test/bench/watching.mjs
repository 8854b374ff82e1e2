// What it costs to watch a hundred threads with the timeline open: of one core, the run's host thread and the server together, as the page states it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const server = spawn(process.execPath, [join(root, 'dist', 'server', 'main.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
connection.onRequest('workspace/configuration', ({ items }) => items.map(() => ({})));
connection.onRequest('client/registerCapability', () => null);
connection.onRequest('workspace/codeLens/refresh', () => null);
connection.onRequest('workspace/diagnostic/refresh', () => null);
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
connection.listen();
await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true } }, initializationOptions: { trusted: true } });
await connection.sendNotification('initialized', {});
const { run } = await connection.sendRequest('threadbook/startRun', { recipe: 'semaphore-limit', parameters: { riders: '100', places: '4', ride: '800' } });
await connection.sendRequest('threadbook/watchRun', { run, page: 'timeline' });
await measured;
await connection.sendRequest('threadbook/stopRun', { run });
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
console.log((100 * costs.reduce((sum, cost) => sum + cost, 0)) / costs.length);
