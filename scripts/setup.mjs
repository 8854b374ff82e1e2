// Sets up what a command needs and says so on stderr; stdout belongs to the command itself. Plain Node: it runs before anything is installed.
// It must not do the command's work: see start.mjs, test.mjs and package.mjs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const editorTests = join(root, 'test', 'vscode');
const wantedNode = [20, 19];

/** One line of progress, to stderr. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the program with a sentence for people, without a stack. */
export function giveUp(text, code = 1) {
  say(`threadbook: ${text}`);
  process.exit(code);
}

/** From here on an error that nobody catches ends the program with its message. THREADBOOK_DEBUG shows where it came from. */
export function endWithSentence() {
  process.on('uncaughtException', (error) => giveUp(process.env.THREADBOOK_DEBUG ? error.stack : error.message));
}

/** Ends the program where this Node is too old for the product. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < wantedNode[0] || (major === wantedNode[0] && minor < wantedNode[1])) {
    giveUp(`this is Node ${process.versions.node}; Threadbook needs Node ${wantedNode.join('.')} or later. Install it from https://nodejs.org and try again.`);
  }
}

/**
 * Runs a program to its end with its output kept back, and shows that time goes by. Throws an Error with the output's tail where the program fails.
 * @param {string} label what is being done, for the progress line
 * @param {string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function longStep(label, command, options = {}) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  say(`${label} ...`);
  const heartbeat = setInterval(() => say(`  still at it (${seconds()})`), 10_000);
  let output = '';
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(command[0], command.slice(1), {
        cwd: options.cwd ?? root,
        env: options.env ?? process.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      child.on('error', reject);
      child.on('close', (exit, signal) => resolve(exit ?? signal));
    });
    if (code !== 0) throw new Error(`${label} failed (${code}):\n${command.join(' ')}\n${output.slice(-6000)}`);
    say(`  done in ${seconds()}`);
    return output;
  } finally {
    clearInterval(heartbeat);
  }
}

/** The command line of npm with these arguments: the npm that runs this script, else the one in PATH. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return [process.execPath, script, ...args];
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/c', 'npm', ...args] : ['npm', ...args];
}

/** Whether every package that the lock file wants on this platform is installed in the version that it wants. */
export function matchesLock(folder) {
  const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8')).packages;
  try {
    const wanted = read('package-lock.json');
    const installed = read('node_modules/.package-lock.json');
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true;
      const there = installed[path];
      // An optional package may be for another platform.
      if (!there) return entry.optional === true || entry.peer === true;
      return there.version === entry.version && existsSync(join(folder, path, 'package.json'));
    });
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Installs what builds and checks the product, where it is not there already. */
export async function productDependencies() {
  if (matchesLock(root)) return;
  // A development machine may be set up for production installs; the build needs the rest too.
  await longStep('Installing dependencies (npm ci)', npm('ci', '--include=dev', '--no-audit', '--no-fund'));
}

/** Installs Perfetto's own importer into test/perfetto/, where it is not there already; only its files are used, none of its programs. */
export async function perfettoDependencies() {
  const folder = join(root, 'test', 'perfetto');
  if (matchesLock(folder)) return;
  await longStep("Installing Perfetto's importer (npm ci in test/perfetto, about 160 MB)", npm('ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'), { cwd: folder });
}

function sourcesFingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const path of ['recipes', 'server', 'client', 'scripts/build.mjs', 'package-lock.json', 'tsconfig.base.json']) visit(join(root, path));
  return hash.digest('hex');
}

/** Builds the bundles of dist/ where a source has changed since they were built. */
export async function buildIfStale() {
  const stamp = join(root, 'dist', '.built-from');
  const fingerprint = sourcesFingerprint();
  const programs = ['client/extension.cjs', 'server/main.cjs', 'server/cli.cjs', 'recipes'].map((path) => join(root, 'dist', path));
  if (programs.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  await build();
  writeFileSync(stamp, fingerprint);
}

/** Builds dist/; with `--tests` out/ as well, with `--production` minified. */
export async function build(...flags) {
  rmSync(join(root, 'dist', '.built-from'), { force: true });
  await longStep(`Building${flags.map((flag) => ` ${flag}`).join('')}`, [process.execPath, join(root, 'scripts', 'build.mjs'), ...flags]);
}

/** Where the VS Code of the tests lives: the npm package code-server holds VS Code's own server and its web workbench. THREADBOOK_CODE_SERVER: that of another version. */
const installedServer = join(editorTests, 'node_modules', 'code-server', 'lib', 'vscode');
export const codeServerFolder = process.env.THREADBOOK_CODE_SERVER ?? installedServer;

/**
 * Installs VS Code's server, a Node for it, the browser's driver and the packager into test/vscode/, where they are not there already.
 * Nothing is compiled: the native modules that the server can do without are left out.
 */
export async function editorDependencies() {
  const stamp = join(editorTests, 'node_modules', '.installed-from');
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const file of ['package-lock.json', 'log-to-file.cjs']) hash.update(readFileSync(join(editorTests, file)));
  const fingerprint = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint && matchesLock(editorTests)) return;
  rmSync(stamp, { force: true });
  await longStep("Installing VS Code's server and what drives it (npm ci in test/vscode, about 480 MB)", npm('ci', '--ignore-scripts', '--no-audit', '--no-fund'), {
    cwd: editorTests,
  });
  // The server's own dependencies are pinned by the shrinkwrap file that it comes with; that file leaves out peers of what is left out.
  await longStep(
    "Installing the modules of VS Code's server (about 400 MB)",
    npm('ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'),
    { cwd: installedServer },
  );
  copyFileSync(join(editorTests, 'log-to-file.cjs'), join(installedServer, 'node_modules', '@vscode', 'spdlog', 'index.js'));
  // What VS Code's own TypeScript extension needs; without it the first TypeScript file is greeted with an error.
  const typescript = join(installedServer, 'extensions', 'node_modules', 'typescript');
  rmSync(typescript, { recursive: true, force: true });
  mkdirSync(dirname(typescript), { recursive: true });
  symlinkSync(join(editorTests, 'node_modules', 'typescript'), typescript, 'junction');
  writeFileSync(stamp, fingerprint);
}

/** A Node 24 for VS Code's server and for vsce: this one, else the one in test/vscode/ (call `editorDependencies` first). */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  const modules = join(editorTests, 'node_modules');
  for (const name of existsSync(modules) ? readdirSync(modules) : []) {
    if (!/^node-(bin-)?(linux|darwin|win)-/.test(name)) continue;
    const program = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(program)) return program;
  }
  return giveUp(`VS Code's server needs Node 24 and there is no npm package with one for ${process.platform} ${process.arch}. Run this again under Node 24.`);
}

/** The full path of the first of these programs that PATH holds. */
export function findProgram(...names) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        try {
          accessSync(path, constants.X_OK);
          if (statSync(path).isFile()) return path;
        } catch (error) {
          if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) throw error;
        }
      }
    }
  }
  return undefined;
}

/** The full path of a Chromium; installs Debian's where that is possible, else ends the program with a sentence. */
export async function chromium() {
  if (process.env.CHROMIUM) {
    if (existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
    giveUp(`the environment variable CHROMIUM says ${process.env.CHROMIUM}, and there is no such file.`);
  }
  const find = () => findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  const known = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  const found = find() ?? known.find(existsSync);
  if (found) return found;
  const apt = findProgram('apt-get');
  if (apt && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await longStep('Reading the list of Debian packages (apt-get update)', [apt, 'update'], { env });
    await longStep('Installing Chromium (apt-get install)', [apt, 'install', '-y', '--no-install-recommends', 'chromium'], { env });
    const installed = find();
    if (installed) return installed;
  }
  return giveUp(
    'the tests inside VS Code need Chromium. Install it (Debian: `sudo apt-get install chromium`), or set the environment variable CHROMIUM to the path of a Chromium or Chrome.',
  );
}

/** An empty folder for this purpose below the git-ignored out/. */
export function emptyFolder(...path) {
  const folder = join(root, 'out', ...path);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
