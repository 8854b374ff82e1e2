// `npm start`: sets up what is missing, builds, and opens VS Code with the extension on the sample workspace. `run` and `lint` need no editor.
import { randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale, checkNode, codeServerFolder, editorDependencies, findProgram, giveUp, node24, productDependencies, root, say } from './setup.mjs';

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

/** Hands over to the command line of the product, with its exit code. Ctrl-C reaches it by the terminal; another signal is passed on. */
async function commandLine(command) {
  await productDependencies();
  await buildIfStale();
  const child = spawn(process.execPath, [join(root, 'dist', 'server', 'cli.cjs'), ...command], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((done) => child.on('close', (code) => done(code ?? 1)));
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

async function serve(workspace, wantedPort) {
  await editorDependencies();
  const { neatSettings, startServer, writeUserSettings } = await import('../test/vscode/server.mjs');
  const folder = join(root, '.threadbook');
  const extensionsFolder = join(folder, 'extensions');
  installExtension(extensionsFolder);
  // The sample is ours; any other folder is asked about as usual.
  writeUserSettings(folder, { ...neatSettings, 'security.workspace.trust.enabled': workspace !== join(root, 'sample') });
  const token = randomBytes(16).toString('hex');
  const server = await startServer({ node: node24(), codeServer: codeServerFolder, dataFolder: folder, extensionsFolder, token, port: wantedPort });
  const address = `${server.origin}/?tkn=${token}&folder=${encodeURIComponent(workspace)}`;
  console.log(`Threadbook is open on ${workspace} at ${address}`);
  say('Open this address in a browser on this machine. Ctrl-C ends it.');
  const opener = process.platform === 'darwin' ? 'open' : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? findProgram('xdg-open') : undefined;
  if (opener) spawn(opener, [address], { stdio: 'ignore', detached: true }).on('error', (error) => say(`No browser was opened: ${error.message}`)).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void server.stop());
  await server.exited;
  process.exit(0);
}

/**
 * Installs the extension as it was built: loaded as an extension under development it would show no notifications, because the flag that allows this
 * in a browser switches them off.
 */
function installExtension(extensionsFolder) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = join(extensionsFolder, `threadbook.threadbook-${version}`);
  rmSync(extensionsFolder, { recursive: true, force: true });
  for (const name of readdirSync(root).filter((each) => /^(package.*\.json|README\.md|CHANGELOG\.md|LICENSE|dist|docs|l10n|media|recipes)$/.test(each))) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
}
