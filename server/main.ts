// The language server: wiring only, reads like a table of contents.
import { join } from 'node:path';
import { createConnection, ProposedFeatures, TextDocumentSyncKind, type InitializeResult } from 'vscode-languageserver/node';
import { createHub } from './hub.js';
import { announceRuns } from './lsp/announce-runs.js';
import { registerCatalogRequests } from './lsp/catalog-requests.js';
import { registerRunRequests } from './lsp/run-requests.js';
import { registerTrust } from './lsp/trust.js';
import { createViews } from './lsp/views.js';
import { threadsView } from './model/run-rows.js';
import { type InitializationOptions } from './protocol.js';

const connection = createConnection(ProposedFeatures.all);
const trust = registerTrust(connection);
const views = createViews(connection);
const hub = createHub(join(__dirname, '..', 'recipes', 'host', 'main.js'), announceRuns(connection, () => views.changed('threads')));

views.show('threads', () => threadsView(hub.states()));
registerCatalogRequests(connection, hub, views);
registerRunRequests(connection, hub, trust);

connection.onInitialize(({ initializationOptions }): InitializeResult => {
  trust.set((initializationOptions as InitializationOptions | undefined)?.trusted ?? false);
  return {
    capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
    serverInfo: { name: 'threadbook' },
  };
});
connection.onShutdown(() => hub.stopAll());
connection.listen();
