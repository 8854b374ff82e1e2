// Runs a suite inside VS Code's own server with a headless Chromium before it: works offline. See launch-desktop.mjs for the desktop.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as browserType } from 'playwright-core';
import { codeServerFolder, emptyFolder, node24, root } from '../../scripts/setup.mjs';
import { servePage } from './page-server.mjs';
import { installExtension, neatSettings, startServer, writeUserSettings } from './server.mjs';

/** All tests of a suite together. */
const limitMs = 300_000;

/**
 * @typedef {object} Launch
 * @property {string} suite a name of suite/index.ts
 * @property {string} chromium path of the browser
 * @property {string} screenshots folder for the pictures
 * @property {boolean} [killed] the suite ends when one of its tests kills the editor, which counts as passed
 * @property {string} [stateOf] another suite, the state of whose daemons this one finds; its own without it
 * @property {string} [vsix] installed first; without it the extension under development is loaded
 * @property {string} [grep] only tests whose full title holds this
 * @property {string} [language] of the editor; English without it. `qps-ploc` is made up: see `writePseudoTexts`
 * @property {number} [loads] how often the suite loads the window, each time with a new extension host; once without it
 * @property {boolean} [folders] a workspace of two folders, `bank` and `vault`; the sample alone without it
 * @property {boolean} [trusted] whether the workspace is trusted; true without it
 */

/**
 * Runs the suite and prints what Mocha said.
 * @param {Launch} launch
 * @returns {Promise<{ passes: number, failures: number } | undefined>} undefined where the suite did not run to its end
 */
export async function runInServer({ suite, chromium, screenshots, vsix, grep, language, loads = 1, trusted = true, killed = false, folders = false, stateOf }) {
  const folder = emptyFolder('vscode', suite);
  // A short path outside of the sources: a workspace is somebody's project.
  const temporary = mkdtempSync(join(tmpdir(), 'threadbook-'));
  const workspace = join(temporary, 'bank');
  cpSync(join(root, 'sample'), workspace, { recursive: true });
  const both = join(temporary, 'both.code-workspace');
  if (folders) {
    mkdirSync(join(temporary, 'vault'));
    writeFileSync(both, JSON.stringify({ folders: [{ path: 'bank' }, { path: 'vault' }] }));
  }
  const where = { node: node24(), codeServer: codeServerFolder, dataFolder: join(folder, 'data'), extensionsFolder: join(folder, 'extensions') };
  mkdirSync(where.extensionsFolder, { recursive: true });
  writeUserSettings(where.dataFolder, { ...neatSettings, 'security.workspace.trust.enabled': !trusted, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' });
  if (vsix) await installExtension(where, vsix);
  if (language === 'qps-ploc') writePseudoTexts(where.extensionsFolder);

  const results = join(folder, 'results.json');
  const logFile = join(folder, 'mocha.log');
  let page;
  let log = '';
  const token = randomBytes(16).toString('hex');
  let server;
  let wasKilled = false;
  const killEditor = () => {
    wasKilled = true;
    server.kill();
  };
  const pages = await servePage(() => page, { screenshots, failures: folder }, killEditor);
  server = await startServer({
    ...where,
    token,
    flags: ['--enable-smoke-test-driver'],
    env: {
      ...process.env,
      THREADBOOK_ROOT: root,
      THREADBOOK_SUITE: suite,
      THREADBOOK_RESULTS: results,
      THREADBOOK_LOG: logFile,
      THREADBOOK_PAGE: pages.address,
      XDG_STATE_HOME: stateOf ? join(root, 'out', 'vscode', stateOf, 'state') : join(folder, 'state'),
      ...(grep ? { THREADBOOK_GREP: grep } : {}),
    },
    onLog: (text) => (log += text),
  });
  const printed = printer(logFile);
  let browser;
  try {
    browser = await browserType.launch({
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // A language pack would set it; ours are the only texts that this translates.
    if (language) await page.addInitScript((language) => (globalThis._VSCODE_NLS_LANGUAGE = language), language);
    const remote = (path) => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(vsix ? carrier(folder) : root)],
      ['extensionTestsPath', remote(join(root, 'out', 'vscode-suite', 'index.cjs'))],
    ];
    await page.goto(`${server.origin}/?tkn=${token}&${folders ? `workspace=${encodeURIComponent(both)}` : `folder=${encodeURIComponent(workspace)}`}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const exits = () => log.split('Extension Host Process exited with code').length - 1;
    // A suite that loads the window anew has no results before its last extension host.
    await ended(() => exits() >= loads || (exits() > 0 && existsSync(results)), server.exited, printed);
  } catch (error) {
    if (!(killed && wasKilled)) console.error(`The suite “${suite}” inside VS Code was broken off: ${error.message}\n${log.slice(-3_000)}`);
    if (!wasKilled) await page?.screenshot({ path: join(folder, 'broken-off.png') });
  } finally {
    await browser?.close();
    await server.stop();
    pages.close();
    rmSync(temporary, { recursive: true, force: true });
  }
  printed();
  if (killed && wasKilled) return { passes: 1, failures: 0 };
  return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
}

/**
 * Gives the installed extension a language in which each text is the English one in brackets, with its vowels doubled: what is not in brackets on the screen
 * cannot be translated, and what does not fit has no room for longer languages.
 */
function writePseudoTexts(extensions) {
  const [name] = readdirSync(extensions).filter((each) => each.startsWith('threadbook.'));
  const read = (file) => JSON.parse(readFileSync(join(extensions, name, file), 'utf8'));
  const write = (file, texts) => writeFileSync(join(extensions, name, file), JSON.stringify(Object.fromEntries(texts.map(([key, text]) => [key, pseudo(text)]))));
  const pseudo = (text) => text.replace(/[^\n]+/g, (line) => `［${line.replace(/(\{\d\}|\(command:[^)]*\))|[aeiou]/g, (found, kept) => kept ?? found + found)}］`);
  // The keys of the client's bundle are its English texts.
  write('l10n/bundle.l10n.qps-ploc.json', Object.keys(read('l10n/bundle.l10n.zh-cn.json')).map((text) => [text, text]));
  write('package.nls.qps-ploc.json', Object.entries(read('package.nls.json')));
}

/** VS Code runs tests only beside an extension under development; where the installed one is tested, that is an empty one. */
function carrier(folder) {
  const path = join(folder, 'carrier');
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'carrier', publisher: 'threadbook', version: '0.0.0', engines: { vscode: '*' } }));
  return path;
}

/** The extension host says in the server's log that the tests are over; nothing else tells. */
async function ended(isOver, exited, meanwhile) {
  let gone = false;
  void exited.then(() => (gone = true));
  for (const limit = Date.now() + limitMs; !isOver(); ) {
    if (gone) throw new Error('VS Code’s server ended');
    if (Date.now() > limit) throw new Error(`it took longer than ${limitMs / 1_000} s`);
    meanwhile();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Prints what a file has got since the last call. */
function printer(file) {
  let from = 0;
  return () => {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    process.stdout.write(bytes.subarray(from));
    from = bytes.length;
  };
}
