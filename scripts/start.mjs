// `npm start`: sets up what is missing, builds, and opens VS Code with the extension on the sample workspace. `run` and `lint` need no editor.
import { randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { buildIfStale, checkNode, codeServerFolder, editorDependencies, endWithSentence, findProgram, giveUp, node24, productDependencies, root, say } from './setup.mjs';

const help = `Usage:
  npm start                                   open VS Code with Threadbook on the sample workspace
  npm start -- --workspace FOLDER             ... on another folder
  npm start -- --browser [--port N]           serve VS Code on the loopback address even where a desktop VS Code is installed
  npm start -- run <recipe> [--set n=v]...    run a recipe in the terminal (no editor needed); --list lists them
  npm start -- lint PATH...                   warn of lock-order deadlocks (no editor needed)
  npm start -- run --help, lint --help        the options of these two

Sets up whatever is missing first. Uses the desktop VS Code where the command \`code\` is found; otherwise it serves VS Code's own server with a
connection token and prints the address to open. Ctrl-C ends it.`;

const args = process.argv.slice(2);
endWithSentence();
checkNode();
if (args[0] === '--help' || args[0] === 'help') console.log(help);
else if (args[0] === 'run' || args[0] === 'lint') await commandLine(args);
else await editor(options(args));

function options(rest) {
  const chosen = { workspace: join(root, 'sample'), browser: false, port: '0' };
  for (let n = 0; n < rest.length; n++) {
    if (rest[n] === '--browser') chosen.browser = true;
    else if (rest[n] === '--workspace' && rest[n + 1]) chosen.workspace = resolve(process.env.INIT_CWD ?? '.', rest[++n]);
    else if (rest[n] === '--port' && /^\d+$/.test(rest[n + 1] ?? '')) chosen.port = rest[++n];
    else giveUp(`“${rest[n]}” is not understood.\n\n${help}`, 2);
  }
  return chosen;
}

/** Hands over to the command line of the product, with its exit code. It may hear of one Ctrl-C twice: from the terminal and from here. */
async function commandLine(command) {
  await productDependencies();
  await buildIfStale();
  const child = spawn(process.execPath, [join(root, 'dist', 'server', 'cli.cjs'), ...command], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((done) => child.on('close', (code, signal) => done(code ?? 128 + constants.signals[signal])));
}

async function editor({ workspace, browser, port }) {
  await productDependencies();
  await buildIfStale();
  const code = browser ? undefined : findProgram('code');
  if (code) {
    const opened = spawnSync(code, [`--extensionDevelopmentPath=${root}`, workspace], { stdio: 'inherit', shell: process.platform === 'win32' });
    if (opened.status !== 0) giveUp(`${code} ended with ${opened.status ?? opened.error?.message}. Try npm start -- --browser.`);
    console.log(`Threadbook is open in VS Code on ${workspace}.`);
    return;
  }
  await serve(workspace, port);
}

async function serve(workspace, port) {
  await editorDependencies();
  const { neatSettings, startServer, writeUserSettings } = await import('../test/vscode/server.mjs');
  // Settings and what else the window remembers stay from one start to the next.
  const dataFolder = join(root, '.threadbook');
  if (!existsSync(join(dataFolder, 'data', 'User', 'settings.json'))) writeUserSettings(dataFolder, neatSettings);
  const token = randomBytes(16).toString('hex');
  const flags = [`--default-folder=${workspace}`];
  // The sample is ours; any other folder is asked about as usual.
  if (workspace === join(root, 'sample')) flags.push('--disable-workspace-trust');
  const server = await startServer({ node: node24(), codeServer: codeServerFolder, dataFolder, extensionsFolder: linkExtension(dataFolder), token, port, flags });
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      asked = true;
      void server.stop();
    });
  }
  const address = `${server.origin}/?tkn=${token}`;
  console.log(`Threadbook is open on ${workspace} at ${address}`);
  say('Open this address in a browser on this machine. Ctrl-C ends it.');
  const opener = process.platform === 'darwin' ? 'open' : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? findProgram('xdg-open') : undefined;
  if (opener) spawn(opener, [address], { stdio: 'ignore', detached: true }).on('error', (error) => say(`No browser was opened: ${error.message}`)).unref();
  const why = await server.exited;
  if (!asked) giveUp(`VS Code's server ended by itself (${why}). Start it again; if it keeps ending, remove ${dataFolder} first.`);
  await server.stop(); // What it left behind.
}

/**
 * Makes these sources an installed extension of the served VS Code: a link, so that Reload Window shows what was built since. Loaded as an extension
 * under development it would show no notifications, because the flag that allows this in a browser switches them off.
 */
function linkExtension(dataFolder) {
  const folder = join(dataFolder, 'extensions');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.startsWith('threadbook.threadbook-')) rmSync(join(folder, name), { recursive: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  symlinkSync(root, join(folder, `threadbook.threadbook-${version}`), 'junction');
  // The server's memory of what is installed, and of our manifest, may be older than the sources: it looks again.
  rmSync(join(folder, 'extensions.json'), { force: true });
  rmSync(join(dataFolder, 'data', 'CachedProfilesData'), { recursive: true, force: true });
  return folder;
}
