// The language server: wiring only, reads like a table of contents.
import { join } from 'node:path';
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind, type InitializeResult } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { grammarFiles, loadEngine } from './project/grammars.js';
import { createHub } from './hub.js';
import { buildOf } from './project/lint-cache.js';
import { announceRuns } from './lsp/announce-runs.js';
import { registerCatalogRequests } from './lsp/catalog-requests.js';
import { codeActionCapability } from './lsp/code-action.js';
import { codeLensCapability, registerCodeLens } from './lsp/code-lens.js';
import { showDaemons } from './lsp/daemons-view.js';
import { diagnosticCapability } from './lsp/diagnostic.js';
import { takeOptions } from './lsp/initialization.js';
import { registerLint } from './lsp/lint.js';
import { registerLivePlaces } from './lsp/live-places.js';
import { registerOwnRecipes } from './lsp/own-recipes.js';
import { registerRecordingRequests } from './lsp/recording-requests.js';
import { showPages } from './lsp/page-list.js';
import { registerRecipeTests } from './lsp/recipe-tests.js';
import { registerRunRequests } from './lsp/run-requests.js';
import { watchSettings } from './lsp/settings.js';
import { registerTrust } from './lsp/trust.js';
import { createPageFeeds } from './lsp/page-feeds.js';
import { createViews } from './lsp/views.js';
import { threadsView } from './model/run-rows.js';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const trust = registerTrust(connection);
const views = createViews(connection);
const pages = createPageFeeds(connection);
const hub = createHub(join(__dirname, '..', 'recipes', 'host', 'main.js'), announceRuns(connection, changed));
const showLivePlaces = registerLivePlaces(connection, () => hub.states());

showPages(pages, hub);
showDaemons(views, () => views.isShown('daemons'));
views.show('threads', () => threadsView(hub.states()));
const readCatalog = registerCatalogRequests(connection, hub, views);
const codeLenses = registerCodeLens(connection, documents, hub, trust);
registerOwnRecipes(connection, hub, trust, (leftOut) => readCatalog(leftOut).then(codeLenses.catalogRead));
registerRunRequests(connection, hub, trust);
registerRecordingRequests(connection, hub);
const grammars = join(__dirname, '..', 'grammars');
const lint = registerLint(connection, documents, loadEngine(grammars), () => buildOf([__filename, ...grammarFiles(grammars)]), views, pages, () => hub.states());
registerRecipeTests(connection, hub, trust);
const followSettings = watchSettings(connection, codeLenses.refresh, lint.settingsChanged);
trust.onDidChange(codeLenses.refresh);

connection.onInitialize((params): InitializeResult => {
  lint.initialize(params);
  takeOptions(params, trust);
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
  lint.runsChanged();
}

// A connection has one handler for each notification.
connection.onInitialized(() => {
  followSettings();
  lint.initialized();
});
connection.onShutdown(() => hub.stopAll());
documents.listen(connection);
connection.listen();
