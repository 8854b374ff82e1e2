// A recipe's benchmark with everything on: the run's host and the server sample and report it, the sidebar, the live state and every page are fed.
// `node watched.mjs <row> [folder]` prints what recipes.mjs prints of the same row, over three seconds.
import { fileURLToPath } from 'node:url';
import { startLanguageServer } from './language-server.mjs';

const [row, folder = ''] = process.argv.slice(2);
const recipe = fileURLToPath(new URL('watched.recipe.js', import.meta.url));
const { connection, stop } = await startLanguageServer();
let output = '';
connection.onNotification('threadbook/runOutput', ({ chunks }) => (output += chunks.map(({ text }) => text).join('')));
const ended = new Promise((resolve) => connection.onNotification('threadbook/runEnded', resolve));
await connection.sendNotification('threadbook/ownRecipes', { files: [recipe] });
await connection.sendNotification('threadbook/showLivePlaces', { shown: true });
await connection.sendRequest('threadbook/rows', { view: 'threads' });
const started = await connection.sendRequest('threadbook/startRun', { recipe, parameters: { row, folder } });
if (started.run === undefined) throw new Error(started.message);
for (const page of ['timeline', 'graph', 'usage']) await connection.sendRequest('threadbook/watchRun', { run: started.run, page });
const { outcome, summary } = await ended;
if (outcome.kind !== 'completed') throw new Error(`${summary} ${JSON.stringify(outcome)}`);
await stop();
const [, value] = /measured (\S+)/.exec(output) ?? [];
if (value === undefined) throw new Error(`It printed “${output}”.`);
console.log(value);
