// Starts VS Code's server (from the npm package code-server) on the loopback address and stops it with everything that it started.
// It knows nothing of tests: `npm start` uses it as well.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a window of ours looks like: nothing that a new user is greeted with, nothing that moves or phones home. */
export const neatSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'git.enabled': false,
};

/** Writes the user's settings of a server's data folder. */
export function writeUserSettings(dataFolder, settings) {
  const folder = join(dataFolder, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/** The command line of the server's program. */
const program = (where) => [where.node, join(where.codeServer, 'out', 'server-main.js')];

/**
 * @typedef {object} ServerOptions
 * @property {string} node full path of a Node 24
 * @property {string} codeServer folder `lib/vscode` of the npm package code-server
 * @property {string} dataFolder settings, state and logs
 * @property {string} extensionsFolder installed extensions
 * @property {string} [token] what a browser must show; without one the server trusts everybody who reaches the port
 * @property {string} [port] a port or a range `a-b`; a free one where it is missing
 * @property {string[]} [flags] more flags of server-main.js
 * @property {NodeJS.ProcessEnv} [env] for the server and its extension hosts
 * @property {(text: string) => void} [onLog] gets all that the server prints
 */

/**
 * Starts a server and waits until it listens (at most 60 s). Throws with the server's own words where it does not.
 * @param {ServerOptions} options
 */
export async function startServer(options) {
  const [node, script] = program(options);
  const child = spawn(
    node,
    [
      script,
      '--host=127.0.0.1',
      `--port=${options.port ?? '0'}`,
      ...(options.token ? [`--connection-token=${options.token}`] : ['--without-connection-token']),
      '--accept-server-license-terms',
      `--server-data-dir=${options.dataFolder}`,
      `--extensions-dir=${options.extensionsFolder}`,
      '--telemetry-level=off',
      ...(options.flags ?? []),
    ],
    // A group of its own, so that one signal reaches the extension hosts and language servers too, and Ctrl-C in a terminal only us.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: options.env ?? process.env },
  );
  // Whatever ends this program: the server is of no use without it.
  const kill = () => signalGroup(child, 'SIGKILL');
  process.on('exit', kill);
  let log = '';
  const exited = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`)));
  const port = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`VS Code's server did not start: ${why}\n${log}`));
    const timer = setTimeout(() => fail('it did not listen within 60 s'), 60_000);
    const read = (chunk) => {
      const text = String(chunk);
      options.onLog?.(text);
      if (log.length < 100_000) log += text;
      const listening = /Extension host agent listening on (\d+)/.exec(log);
      if (listening) {
        clearTimeout(timer);
        resolve(Number(listening[1]));
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) => fail(`it ended with ${code ?? signal}`));
  }).catch((error) => {
    kill();
    process.off('exit', kill);
    throw error;
  });

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    /** Settles with how the server ended, in a word or two. */
    exited,
    /** SIGKILL to the server and its group: the editor dies with no time to say goodbye. */
    kill,
    /** Ends the server and its group: politely, and after 3 s by force. Safe to call again. */
    async stop() {
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(kill, 3000);
      await exited;
      clearTimeout(timer);
      kill(); // The server may have gone before its children.
      process.off('exit', kill);
    },
  };
}

/** Signals a child's whole process group; a group that has gone already is fine. */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Installs a VSIX into an extensions folder. Throws with the server's words where that fails. */
export async function installExtension(options, vsix) {
  const [node, script] = program(options);
  const child = spawn(
    node,
    [script, `--install-extension=${vsix}`, `--extensions-dir=${options.extensionsFolder}`, `--server-data-dir=${options.dataFolder}`, '--accept-server-license-terms'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0 || !/successfully installed/.test(output)) throw new Error(`Installing ${vsix} failed (${code}):\n${output}`);
}
