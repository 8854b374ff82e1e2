// textDocument/codeLens: “Run” above the definition of a recipe in its source, for the recipes of the catalogue and the user's own.
import { fileURLToPath } from 'node:url';
import { CodeLensRefreshRequest, type CodeLens, type CodeLensOptions, type Connection, type TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hub } from '../hub.js';
import { l10n } from '../l10n.js';
import type { CatalogEntry, Row } from '../protocol.js';
import { recipeLine } from '../runs/recipe-line.js';
import type { Trust } from './trust.js';

/** What the server says about itself at `initialize`. */
export const codeLensCapability: CodeLensOptions = { resolveProvider: true };

/** Commands of the client, with what their lens reads. A symbol of the editor's icon font begins the first, as in the editor's own lenses. */
const lenses = {
  run: { command: 'threadbook.runRecipeNow', title: () => `$(play) ${l10n.t('Run')}` },
  parameters: { command: 'threadbook.runRecipe', title: () => l10n.t('Run with Parameters…') },
} as const;

interface LensData {
  recipe: string;
  lens: keyof typeof lenses;
}

/** Answers a function that says that the lenses may be others now. */
export function registerCodeLens(connection: Connection, documents: TextDocuments<TextDocument>, hub: Hub, trust: Trust): () => void {
  connection.onCodeLens(async ({ textDocument }): Promise<CodeLens[]> => {
    const document = documents.get(textDocument.uri);
    // Before the catalogue is asked for, which starts a process: hardly any file holds a recipe.
    const line = document && recipeLine(document.getText());
    if (line === undefined || !trust.granted() || isOff(await connection.workspace.getConfiguration('threadbook.codeLens'))) return [];
    const entry = recipeIn(textDocument.uri, await hub.catalog());
    if (!entry) return [];
    const at = { line: line - 1, character: 0 };
    const names: (keyof typeof lenses)[] = Object.keys(entry.parameters).length > 0 ? ['run', 'parameters'] : ['run'];
    return names.map((lens) => ({ range: { start: at, end: at }, data: { recipe: entry.id, lens } satisfies LensData }));
  });
  connection.onCodeLensResolve((unresolved): CodeLens => {
    const { recipe, lens } = unresolved.data as LensData;
    return { ...unresolved, command: { ...lenses[lens], title: lenses[lens].title(), arguments: [{ recipe } satisfies Row['subject']] } };
  });
  return () => {
    connection.sendRequest(CodeLensRefreshRequest.type).catch((error: Error) => connection.console.error(`${CodeLensRefreshRequest.method}: ${error.message}`));
  };
}

function recipeIn(uri: string, catalog: readonly CatalogEntry[]): CatalogEntry | undefined {
  if (!uri.startsWith('file:')) return undefined;
  const path = fileURLToPath(uri);
  return catalog.find(({ source, error }) => source.file === path && error === undefined);
}

function isOff(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && (settings as { enable?: unknown }).enable === false;
}
