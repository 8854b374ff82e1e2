// Keeps the lint's engine in step with the editor: what is open counts as it is typed, the rest of the workspace as it is on disk.
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Connection, InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { keepLint, type KeptLint } from '../project/kept-lint.js';
import type { Engine } from '../lint/engine.js';
import { createHalfTyped, type HalfTyped } from '../lint/half-typed.js';
import { createLintCache, nothingKept, type LintCache } from '../project/lint-cache.js';
import type { InitializationOptions } from '../protocol.js';
import { slashed } from '../project/source-files.js';
import { fileUri } from './convert.js';
import { createPause } from './pause.js';
import { createProjectConfig, type ProjectConfig } from './project-config.js';
import { registerWorkspaceFiles, type OpenDocuments } from './workspace-files.js';

export interface LintDocuments {
  /** What the project's threadbook.json says. */
  project: ProjectConfig;
  initialize(params: InitializeParams): void;
  /** The editor is ready to be asked: reads the workspace. Does not block. */
  initialized(): void;
  /** Settles when the workspace has been read for the first time. */
  read(): Promise<void>;
  /** Settles when findings may be others than now. */
  changed(): Promise<void>;
  /** Settings or runs have changed what there is to say: the editor asks again. */
  findingsChanged(): void;
  /** With every open document as it is now. */
  engine(): Promise<KeptLint>;
  /** The editor knows what there was to say: what the next edit needs is made ready, and what was found is kept for the next start. Does not block. */
  answered(): void;
  /** The open document of that address, and the path by which the engine knows it. */
  document(uri: string): TextDocument | undefined;
  pathOf(uri: string): string | undefined;
  uriOf(path: string): string;
  /** A path as people see it: relative to its workspace folder. */
  shown(path: string): string;
}

/** An answer waits so long for the workspace to be looked through, in milliseconds; later ones know more. */
const patienceMs = 2000;
/** After an edit the next one comes soon; after that pause what was found is kept. */
const keepMs = 2000;

/** The engine may still be loading its parsers: requests wait for it. `build` tells programs apart, see lint-cache.ts. */
export function createLintDocuments(connection: Connection, documents: TextDocuments<TextDocument>, loading: Promise<Engine>, build: () => string): LintDocuments {
  let useCache: (cache: LintCache) => void;
  const cache = new Promise<LintCache>((resolve) => (useCache = resolve));
  const kept = Promise.all([loading, cache]).then(([engine, where]) => keepLint(engine, where));
  const path = (document: { uri: string; languageId: string }): string => {
    if (document.uri.startsWith('file:')) return slashed(fileURLToPath(document.uri));
    // A document that is no file yet has no ending to tell its language by.
    return document.languageId === 'python' ? `${document.uri}.py` : `${document.uri}.ts`;
  };
  const open: OpenDocuments = {
    has: (wanted) => documents.all().some((document) => path(document) === wanted),
    update(lint) {
      typing ??= createHalfTyped(lint);
      for (const document of documents.all()) {
        const [of, text] = [path(document), document.getText()];
        if (project.excludes(of)) continue;
        const typed = typing.type(of, text);
        if (typed && !typed.whole) lint.add(typed.facts);
        else if (typed || !typing.waits(of) || !lint.has(of)) lint.update(of, text, typed?.facts);
      }
    },
  };
  let typing: HalfTyped | undefined;
  let waiting: (() => void)[] = [];
  const noteChange = (): void => {
    const now = waiting;
    waiting = [];
    for (const wake of now) wake();
  };
  const findingsChanged = (): void => {
    noteChange();
    connection.languages.diagnostics.refresh();
  };
  const project = createProjectConfig(connection);
  const files = registerWorkspaceFiles(connection, kept, project, open, findingsChanged);
  documents.onDidChangeContent(noteChange);
  documents.onDidClose(({ document }) => {
    typing?.forget(path(document));
    void files.closed(path(document)).then(noteChange);
  });

  let working = false;
  let asked = 0;
  async function makeReady(): Promise<void> {
    await files.read();
    const lint = await kept;
    const pause = createPause();
    for (let before = 0; before !== asked; ) {
      before = asked;
      await lint.prepareAll({ pause });
      await delay(keepMs, undefined, { ref: false });
    }
    await lint.keep(pause);
  }

  return {
    project,
    initialize(params) {
      files.initialize(params);
      const { storage } = (params.initializationOptions ?? {}) as Partial<InitializationOptions>;
      useCache(storage === undefined ? nothingKept : createLintCache({ folder: storage, build: build() }));
    },
    initialized: files.initialized,
    read: files.read,
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    findingsChanged,
    async engine() {
      await Promise.race([files.found(), delay(patienceMs, undefined, { ref: false })]);
      const lint = await kept;
      open.update(lint);
      return lint;
    },
    answered() {
      asked++;
      if (working) return;
      working = true;
      makeReady()
        .catch((error: unknown) => connection.console.error(`Keeping what the lint has found: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`))
        .finally(() => (working = false));
    },
    document: (uri) => documents.get(uri),
    pathOf(uri) {
      const document = documents.get(uri);
      return document && path(document);
    },
    uriOf: (wanted) => documents.all().find((document) => path(document) === wanted)?.uri ?? fileUri(wanted),
    shown: files.shown,
  };
}
