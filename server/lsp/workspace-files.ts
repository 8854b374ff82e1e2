// Reads the workspace's source files into the lint, so that findings cross files, and follows what changes on disk. An open document wins over
// its file. The lint only reads, so a workspace need not be trusted.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DidChangeWatchedFilesNotification, FileChangeType, MessageType, ShowMessageNotification, type Connection, type InitializeParams } from 'vscode-languageserver/node';
import { lintConfigName } from '../project/lint-config.js';
import { l10n } from '../l10n.js';
import type { KeptLint } from '../project/kept-lint.js';
import { printOf } from '../project/lint-cache.js';
import { isSkippedFolder, slashed } from '../project/source-files.js';
import { createPause } from './pause.js';
import type { ProjectConfig } from './project-config.js';

/** Larger files are data or generated. */
const sizeLimit = 1_000_000;
/** What more there is is left out, and the user is told. The lint takes about 25 times the size of a file in memory: 600 MB at the most. */
const fileLimit = 10_000;
const totalLimit = 24_000_000;
/** Files that are read at once. */
const together = 32;

export interface WorkspaceFiles {
  /** What the editor said about itself and the workspace. */
  initialize(params: InitializeParams): void;
  /** The editor is ready to be asked: reads the workspace. Does not block. */
  initialized(): void;
  /** Settles when it is known which files there are, and their texts; what they mean may still have to be read. */
  found(): Promise<void>;
  /** Settles when the workspace has been read, or could not be. */
  read(): Promise<void>;
  /** Relative to the workspace folder that it is in; whole outside of all. */
  shown(path: string): string;
  /** A document was closed: from now on its file counts, where it is one of the workspace's. */
  closed(path: string): Promise<void>;
}

/** The documents that are open in the editor. */
export interface OpenDocuments {
  has(path: string): boolean;
  /** Tells the lint their texts. */
  update(lint: KeptLint): void;
}

/** `changed` is called when findings may be others. */
export function registerWorkspaceFiles(connection: Connection, engine: Promise<KeptLint>, project: ProjectConfig, open: OpenDocuments, changed: () => void): WorkspaceFiles {
  let roots: string[] = [];
  let watches = false;
  let found: () => void;
  const finding = new Promise<void>((resolve) => (found = resolve));
  let finished: () => void;
  const reading = new Promise<void>((resolve) => (finished = resolve));
  let toldOfLimit = false;

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const lint = await engine;
    if (changes.some(({ uri }) => uri.startsWith('file:') && project.isConfig(slashed(fileURLToPath(uri))))) {
      // Files may have to come or go, and be judged otherwise.
      await readAll();
      return;
    }
    for (const { uri, type } of changes) {
      const path = uri.startsWith('file:') ? slashed(fileURLToPath(uri)) : undefined;
      if (path === undefined || !lint.accepts(path) || open.has(path) || !belongs(path)) continue;
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
    const cancelled = new AbortController();
    progress.token.onCancellationRequested(() => cancelled.abort());
    progress.begin(l10n.t('Threadbook: reading the workspace'), 0, '', true);
    const pause = createPause();
    try {
      await offerAll(lint, cancelled.signal);
      found();
      if (lint.isKnown()) return;
      await lint.load({
        signal: cancelled.signal,
        async pause(done, total) {
          if (done % 50 === 0) progress.report(Math.floor((100 * done) / total), l10n.t('{0} of {1} files', done, total));
          await pause();
        },
      });
    } catch (error) {
      if (!cancelled.signal.aborted) throw error;
      lint.withdraw();
    } finally {
      progress.done();
      changed();
    }
  }

  /** Tells the lint of every file, without asking yet what it means. */
  async function offerAll(lint: KeptLint, signal: AbortSignal): Promise<void> {
    const files: string[] = [];
    for (const root of roots) await find(root, lint, files, signal);
    let total = 0;
    let at = 0;
    for (; at < files.length && total <= totalLimit; at += together) {
      const some = files.slice(at, at + together);
      const texts = await Promise.all(some.map((path) => (open.has(path) ? undefined : textOf(path))));
      signal.throwIfAborted();
      for (const [index, path] of some.entries()) {
        const text = texts[index];
        // It may have been opened meanwhile.
        if (open.has(path)) continue;
        if (text === undefined) lint.remove(path);
        else lint.offer(path, printOf(text), () => text);
        total += text?.length ?? 0;
      }
    }
    open.update(lint);
    if (at < files.length || files.length >= fileLimit) tellOfLimit();
  }

  function tellOfLimit(): void {
    if (toldOfLimit) return;
    toldOfLimit = true;
    const message = l10n.t('This workspace has more than {0} source files, or more than {1} MB of them. Threadbook’s lint reads that much, and every file that you open; on the command line it reads all. threadbook.json can leave folders out.', fileLimit, totalLimit / 1_000_000);
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  }

  async function find(folder: string, lint: KeptLint, files: string[], signal: AbortSignal): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // A folder that nobody may read holds nothing for the lint.
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) return; // A virtual environment may have any name.
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      signal.throwIfAborted();
      if (files.length >= fileLimit) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name) && !project.excludes(slashed(path))) await find(path, lint, files, signal);
      } else if (entry.isFile() && lint.accepts(path) && !project.excludes(slashed(path)) && !/\.min\.[cm]?js$|\.d\.[cm]?ts$/.test(entry.name)) files.push(slashed(path));
    }
  }

  async function read(lint: KeptLint, path: string): Promise<void> {
    const text = await textOf(path);
    if (open.has(path)) return;
    if (text === undefined) lint.remove(path);
    else lint.update(path, text);
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
        .finally(() => {
          found();
          finished();
        });
    },
    found: () => finding,
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

/** The text of a file; undefined where it is too large, went away meanwhile, or nobody may read it: then there is nothing to lint. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).size > sizeLimit ? undefined : (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
