// The recipes of the user's workspace: the client says which files there are; one that cannot be loaded gets a diagnostic where it is wrong.
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver/node';
import type { Hub } from '../hub.js';
import { l10n } from '../l10n.js';
import { methods, type CatalogEntry, type OwnRecipeFiles } from '../protocol.js';
import type { Trust } from './trust.js';

/** Files that are read late come one after the other: they are shown together. */
const betweenListsMs = 400;

/** `changed`: called when the catalogue is another, with the number of files that it leaves out. */
export function registerOwnRecipes(connection: Connection, hub: Hub, trust: Trust, changed: (leftOut: number) => Promise<readonly CatalogEntry[]>): void {
  /** What each file is marked with, by its URI. */
  let marked = new Map<string, string>();
  let without = 0;
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let showing = false;

  connection.onNotification(methods.ownRecipes, ({ files, leftOut }: OwnRecipeFiles) => {
    if (!trust.granted()) return; // To read a recipe is to run its file.
    without = leftOut;
    hub.setOwnRecipes(files, () => {
      timer ??= setTimeout(() => void show(), betweenListsMs);
    });
    return show();
  });

  /** One list at a time, and once more where something has changed meanwhile: so the last one is what stays. */
  async function show(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    again = true;
    if (showing) return;
    showing = true;
    while (again) {
      again = false;
      await showOnce().catch((error: unknown) => connection.console.error(`${methods.ownRecipes}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
    }
    showing = false;
  }

  async function showOnce(): Promise<void> {
    const own = (await changed(without)).filter(({ section }) => section === 'own');
    const now = new Map<string, string>();
    for (const entry of own) {
      const uri = pathToFileURL(entry.source.file).href;
      const diagnostics = entry.error === undefined ? [] : [problemOf(entry.error, entry.source.line - 1)];
      const text = JSON.stringify(diagnostics);
      if (diagnostics.length > 0) now.set(uri, text);
      if (text !== (marked.get(uri) ?? '[]')) await connection.sendDiagnostics({ uri, diagnostics });
      marked.delete(uri);
    }
    for (const uri of marked.keys()) await connection.sendDiagnostics({ uri, diagnostics: [] });
    marked = now;
  }
}

function problemOf(error: string, line: number): Diagnostic {
  return {
    severity: DiagnosticSeverity.Error,
    source: 'threadbook',
    message: l10n.t('This recipe cannot be loaded: {0}', error),
    range: { start: { line, character: 0 }, end: { line, character: Number.MAX_SAFE_INTEGER } },
  };
}
