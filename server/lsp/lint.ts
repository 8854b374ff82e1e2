// The lint's part of the server: what the editor asks about source code, and the Lock Order view. Wiring only.
import type { Connection, InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../lint/engine.js';
import { observedOrders } from '../lock-order/lock-orders.js';
import type { RunState } from '../model/run-state.js';
import { registerCodeActions } from './code-action.js';
import { registerDiagnostics } from './diagnostic.js';
import { registerHover } from './hover.js';
import { createLintDocuments } from './lint-documents.js';
import { createLintFindings } from './lint-findings.js';
import { showLockOrder } from './lock-order-view.js';
import type { PageFeeds } from './page-feeds.js';
import type { Views } from './views.js';
import { registerWorkspaceDiagnostics } from './workspace-diagnostic.js';

export interface Lint {
  initialize(params: InitializeParams): void;
  initialized(): void;
  settingsChanged(): void;
  /** Something has changed in a run; called often. */
  runsChanged(): void;
}

export function registerLint(connection: Connection, open: TextDocuments<TextDocument>, engine: Promise<Engine>, build: () => string, views: Views, pages: PageFeeds, runs: () => RunState[]): Lint {
  const documents = createLintDocuments(connection, open, engine, build);
  const observed = () => observedOrders(runs());
  const findings = createLintFindings(documents, observed);
  registerDiagnostics(connection, documents, findings);
  registerWorkspaceDiagnostics(connection, documents, findings);
  registerCodeActions(connection, documents);
  registerHover(connection, documents);
  showLockOrder(connection, views, pages, documents, observed, documents.shown);
  let seen = '';
  return {
    initialize: documents.initialize,
    initialized: documents.initialized,
    settingsChanged: documents.findingsChanged,
    runsChanged() {
      const now = runs().flatMap(({ run, orders }) => (orders.length > 0 ? [`${run} ${orders.length}`] : [])).join();
      if (now === seen) return;
      seen = now;
      documents.findingsChanged();
    },
  };
}
