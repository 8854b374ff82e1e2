// Keeps the lint's engine in step with the editor: what is open counts as it is typed, the rest of the workspace as it is on disk.
import { fileURLToPath } from 'node:url';
import type { Connection, InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../lint/engine.js';
import { slashed } from '../source-files.js';
import { fileUri } from './convert.js';
import { createProjectConfig, type ProjectConfig } from './project-config.js';
import { registerWorkspaceFiles } from './workspace-files.js';

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
  engine(): Promise<Engine>;
  /** The open document of that address, and the path by which the engine knows it. */
  document(uri: string): TextDocument | undefined;
  pathOf(uri: string): string | undefined;
  uriOf(path: string): string;
  /** A path as people see it: relative to its workspace folder. */
  shown(path: string): string;
}

/** `loading` may still be loading its parsers: requests wait for it. */
export function createLintDocuments(connection: Connection, documents: TextDocuments<TextDocument>, loading: Promise<Engine>): LintDocuments {
  const path = (document: { uri: string; languageId: string }): string => {
    if (document.uri.startsWith('file:')) return slashed(fileURLToPath(document.uri));
    // A document that is no file yet has no ending to tell its language by.
    return document.languageId === 'python' ? `${document.uri}.py` : `${document.uri}.ts`;
  };
  const isOpen = (wanted: string): boolean => documents.all().some((document) => path(document) === wanted);
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
  const files = registerWorkspaceFiles(connection, loading, project, isOpen, findingsChanged);
  documents.onDidChangeContent(noteChange);
  documents.onDidClose(({ document }) => void files.closed(path(document)).then(noteChange));

  return {
    project,
    initialize: files.initialize,
    initialized: files.initialized,
    read: files.read,
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    findingsChanged,
    async engine() {
      const lint = await loading;
      for (const open of documents.all()) if (!project.excludes(path(open))) lint.update(path(open), open.getText());
      return lint;
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
