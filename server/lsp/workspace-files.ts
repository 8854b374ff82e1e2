// Reads the workspace's source files into the lint, so that findings cross files, and follows what changes on disk. An open document wins over
// its file. The lint only reads, so a workspace need not be trusted.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DidChangeWatchedFilesNotification, FileChangeType, type Connection, type InitializeParams } from 'vscode-languageserver/node';
import { lintConfigName } from '../lint-config.js';
import { l10n } from '../l10n.js';
import type { Engine } from '../lint/engine.js';
import { isSkippedFolder, slashed } from '../source-files.js';
import { createPause } from './pause.js';
import type { ProjectConfig } from './project-config.js';

/** Larger files are data or generated. */
const sizeLimit = 1_000_000;
/** What more there is is left out, and the log says so. The facts of a file take about thirty times its size in memory. */
const fileLimit = 10_000;
const totalLimit = 16_000_000;

export interface WorkspaceFiles {
  /** What the editor said about itself and the workspace. */
  initialize(params: InitializeParams): void;
  /** The editor is ready to be asked: reads the workspace. Does not block. */
  initialized(): void;
  /** Settles when the workspace has been read, or could not be. */
  read(): Promise<void>;
  /** Relative to the workspace folder that it is in; whole outside of all. */
  shown(path: string): string;
  /** A document was closed: from now on its file counts, where it is one of the workspace's. */
  closed(path: string): Promise<void>;
}

/** `isOpen` tells whether a document of that path is open; `changed` is called when findings may be others. */
export function registerWorkspaceFiles(connection: Connection, engine: Promise<Engine>, project: ProjectConfig, isOpen: (path: string) => boolean, changed: () => void): WorkspaceFiles {
  let roots: string[] = [];
  let watches = false;
  let finished: () => void;
  const reading = new Promise<void>((resolve) => (finished = resolve));

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const lint = await engine;
    if (changes.some(({ uri }) => uri.startsWith('file:') && project.isConfig(slashed(fileURLToPath(uri))))) {
      // Files may have to come or go, and be judged otherwise.
      await readAll();
      return;
    }
    for (const { uri, type } of changes) {
      const path = uri.startsWith('file:') ? slashed(fileURLToPath(uri)) : undefined;
      if (path === undefined || !lint.accepts(path) || isOpen(path) || !belongs(path)) continue;
      if (type === FileChangeType.Deleted) lint.remove(path);
      else await read(lint, path);
    }
    changed();
  });

  const belongs = (path: string): boolean => roots.some((root) => path.startsWith(`${root}/`) && !path.slice(root.length).split('/').some(isSkippedFolder)) && !project.excludes(path);

  async function readAll(): Promise<void> {
    if (roots.length === 0) return;
    const lint = await engine;
    await project.read(roots);
    lint.declareOrder(project.order());
    lint.useWrappers(project.wrappers());
    for (const path of lint.paths()) if (project.excludes(path)) lint.remove(path);
    const progress = await connection.window.createWorkDoneProgress();
    const pause = createPause();
    progress.begin(l10n.t('Threadbook: reading the workspace'), 0, '', true);
    try {
      const files: string[] = [];
      for (const root of roots) await find(root, lint, files, progress.token);
      let total = 0;
      let left = files.length >= fileLimit;
      for (const [index, path] of files.entries()) {
        if (progress.token.isCancellationRequested) break;
        if (total > totalLimit) {
          left = true;
          break;
        }
        if (index % 50 === 0) progress.report(Math.floor((100 * index) / files.length), l10n.t('{0} of {1} files', index, files.length));
        if (!isOpen(path)) total += await read(lint, path);
        await pause();
      }
      if (left) connection.console.warn(`The workspace has more than ${fileLimit} source files or ${totalLimit / 1_000_000} MB of them: the lint in the editor reads that much of it, and every open document. On the command line it reads all.`);
    } finally {
      progress.done();
    }
    changed();
  }

  async function find(folder: string, lint: Engine, found: string[], token: { isCancellationRequested: boolean }): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // A folder that nobody may read holds nothing for the lint.
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) return; // A virtual environment may have any name.
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= fileLimit || token.isCancellationRequested) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name) && !project.excludes(slashed(path))) await find(path, lint, found, token);
      } else if (entry.isFile() && lint.accepts(path) && !project.excludes(slashed(path)) && !/\.min\.[cm]?js$|\.d\.[cm]?ts$/.test(entry.name)) found.push(slashed(path));
    }
  }

  /** Answers the size of what was read. */
  async function read(lint: Engine, path: string): Promise<number> {
    try {
      if ((await stat(path)).size > sizeLimit) {
        lint.remove(path);
        return 0;
      }
      const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
      // It may have been opened meanwhile.
      if (!isOpen(path)) lint.update(path, text);
      return text.length;
    } catch {
      lint.remove(path); // It went away, or nobody may read it: there is nothing to lint.
      return 0;
    }
  }

  return {
    initialize({ workspaceFolders, capabilities }) {
      roots = (workspaceFolders ?? []).filter(({ uri }) => uri.startsWith('file:')).map(({ uri }) => slashed(fileURLToPath(uri)).replace(/\/$/, ''));
      watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    },
    initialized() {
      if (watches) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.{py,pyw,ts,tsx,mts,cts,js,jsx,mjs,cjs}' }, { globPattern: `**/${lintConfigName}` }] });
      readAll()
        .catch((error: unknown) => connection.console.error(`Reading the workspace: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
        .finally(finished);
    },
    read: () => reading,
    shown(path) {
      const root = roots.find((each) => path.startsWith(`${each}/`));
      return root === undefined ? path : path.slice(root.length + 1);
    },
    async closed(path) {
      const lint = await engine;
      if (belongs(path)) await read(lint, path);
      else lint.remove(path);
    },
  };
}
