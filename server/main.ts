// The language server: wiring only, reads like a table of contents.
import { join } from 'node:path';
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind, type InitializeResult } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { loadEngine } from './grammars.js';
import { createHub } from './hub.js';
import { announceRuns } from './lsp/announce-runs.js';
import { registerCatalogRequests } from './lsp/catalog-requests.js';
import { codeActionCapability, registerCodeActions } from './lsp/code-action.js';
import { codeLensCapability, registerCodeLens } from './lsp/code-lens.js';
import { showDaemons } from './lsp/daemons-view.js';
import { diagnosticCapability, registerDiagnostics } from './lsp/diagnostic.js';
import { registerHover } from './lsp/hover.js';
import { takeInitialOptions } from './lsp/initial-options.js';
import { createLintDocuments } from './lsp/lint-documents.js';
import { registerLivePlaces } from './lsp/live-places.js';
import { registerOwnRecipes } from './lsp/own-recipes.js';
import { registerRecordingRequests } from './lsp/recording-requests.js';
import { registerRecipeTests } from './lsp/recipe-tests.js';
import { registerRunRequests } from './lsp/run-requests.js';
import { watchSettings } from './lsp/settings.js';
import { registerTrust } from './lsp/trust.js';
import { createPageFeeds } from './lsp/page-feeds.js';
import { timelineFeed } from './lsp/timeline-feed.js';
import { createViews } from './lsp/views.js';
import { threadsView } from './model/run-rows.js';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const trust = registerTrust(connection);
const views = createViews(connection);
const pages = createPageFeeds(connection);
const hub = createHub(join(__dirname, '..', 'recipes', 'host', 'main.js'), announceRuns(connection, changed));
const showLivePlaces = registerLivePlaces(connection, () => hub.states());

pages.show('timeline', (run) => timelineFeed(hub, run));
showDaemons(views, () => views.isShown('daemons'));
views.show('threads', () => threadsView(hub.states()));
const readCatalog = registerCatalogRequests(connection, hub, views);
const refreshCodeLens = registerCodeLens(connection, documents, hub, trust);
registerOwnRecipes(connection, hub, trust, () => readCatalog().finally(refreshCodeLens));
registerRunRequests(connection, hub, trust);
registerRecordingRequests(connection, hub);
const linted = createLintDocuments(connection, documents, loadEngine(join(__dirname, '..', 'grammars')));
registerDiagnostics(connection, linted);
registerCodeActions(connection, linted);
registerHover(connection, linted);
registerRecipeTests(connection, hub, trust);
const followSettings = watchSettings(connection, refreshCodeLens, () => connection.languages.diagnostics.refresh());
trust.onDidChange(refreshCodeLens);

connection.onInitialize((params): InitializeResult => {
  linted.initialize(params);
  trust.set(takeInitialOptions(params));
  return {
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      diagnosticProvider: diagnosticCapability,
      codeActionProvider: codeActionCapability,
      codeLensProvider: codeLensCapability,
      hoverProvider: true,
    },
    serverInfo: { name: 'threadbook' },
  };
});
/** Something has changed in a run. */
function changed(): void {
  views.changed('threads');
  pages.changed();
  showLivePlaces();
}

// A connection has one handler for each notification.
connection.onInitialized(() => {
  followSettings();
  linted.initialized();
});
connection.onShutdown(() => hub.stopAll());
documents.listen(connection);
connection.listen();
