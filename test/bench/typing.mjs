// Somebody types into a file of a 10 MB workspace, as an editor tells the built language server: `node typing.mjs <row>` prints one number.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { edited, keys, library, numbers, tree } from './lint.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** A fast typist's keys, in milliseconds; an answer that takes longer is overtaken by the next key. */
const betweenKeys = 80;
const keysOfEach = 150;

/** Runs in the server before its own code, and says at the end of each span how long its event loop stood still at most. */
const probe = `import { monitorEventLoopDelay } from 'node:perf_hooks';
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
process.on('SIGUSR2', () => { process.stderr.write('stall ' + delays.max / 1e6 + '\\n'); delays.reset(); });`;

async function startServer(folder) {
  const server = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(probe)}`, join(root, 'dist/server/main.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  let said = '';
  let heard = () => {};
  server.stderr.on('data', (data) => {
    said += data;
    heard();
  });
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => ({})));
  for (const method of ['client/registerCapability', 'workspace/codeLens/refresh', 'workspace/diagnostic/refresh', 'window/workDoneProgress/create']) connection.onRequest(method, () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
    capabilities: { workspace: { configuration: true }, window: { workDoneProgress: true }, textDocument: { publishDiagnostics: { relatedInformation: true } } },
    initializationOptions: { trusted: false },
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    /** The longest standstill since it was asked last, in milliseconds. */
    async stall() {
      said = '';
      server.kill('SIGUSR2');
      while (!/stall \S+\n/.test(said)) await new Promise((resolve) => (heard = resolve));
      return Number(/stall (\S+)/.exec(said)[1]);
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
    },
  };
}

/** As an editor does: asks for the workspace's findings again as soon as it has got an answer. */
function watchWorkspace(connection) {
  let known = new Map();
  let first;
  const once = new Promise((resolve) => (first = resolve));
  void (async () => {
    for (;;) {
      const { items } = await connection.sendRequest('workspace/diagnostic', { previousResultIds: [...known].map(([uri, value]) => ({ uri, value })) });
      known = new Map([...known, ...items.map(({ uri, resultId }) => [uri, resultId])]);
      first();
    }
  })().catch(() => {}); // The server has ended.
  return once;
}

/** The times from each key to the findings of the file, and how long the server stood still at most, in milliseconds. */
async function type() {
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-typing-'));
  try {
    for (const [path, text] of tree(10_000_000).files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { connection, stall, stop } = await startServer(folder);
    const known = watchWorkspace(connection);
    const times = [];
    const stalls = [];
    await known;
    for (const name of edited) {
      const path = join(library, name);
      const uri = pathToFileURL(join(folder, path)).href;
      const original = readFileSync(path, 'utf8');
      const check = () => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text: original } });
      await check();
      let text = original;
      let version = 1;
      for (const next of keys(original, numbers(7))) {
        if (version > keysOfEach) break;
        const since = performance.now();
        await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges: [changeOf(text, next)] });
        await check();
        const took = performance.now() - since;
        text = next;
        // The first ones are in code that the server has not compiled yet.
        if (version === 50) await stall();
        if (version > 50) times.push(took);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, betweenKeys - took)));
      }
      stalls.push(await stall());
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    }
    await stop();
    return { times: times.sort((a, b) => a - b), stall: Math.max(...stalls) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What an editor sends: the part that is different. */
function changeOf(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const placeOf = (offset) => {
    const line = before.slice(0, offset).split('\n').length - 1;
    return { line, character: offset - (before.lastIndexOf('\n', offset - 1) + 1) };
  };
  return { range: { start: placeOf(start), end: placeOf(before.length - end) }, text: after.slice(start, after.length - end) };
}

const rows = {
  key: ({ times }) => times[Math.floor(times.length * 0.95)],
  stall: ({ stall }) => stall,
  all: ({ times, stall }) => `median ${times[times.length >> 1]}, 95 of 100 ${times[Math.floor(times.length * 0.95)]}, most ${times.at(-1)}, stall ${stall}`,
};

const row = process.argv[1] === fileURLToPath(import.meta.url) ? rows[process.argv[2]] : undefined;
if (row) console.log(row(await type()));

/** The rows for main.mjs. */
export function typingRows(node, python) {
  if (!python) return [];
  return [
    { name: 'language server: a key in a 2,000-line file among 10 MB to its findings, 95 of 100 below', unit: 'ms', small: true, most: 50, of: [['Threadbook', node('typing.mjs', 'key')]], targets: [] },
    { name: 'language server: stands still at most, while somebody types among 10 MB', unit: 'ms', small: true, most: 50, of: [['Threadbook', node('typing.mjs', 'stall')]], targets: [] },
  ];
}
