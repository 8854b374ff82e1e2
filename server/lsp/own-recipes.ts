// The recipes of the user's workspace: the client says which files there are; one that cannot be loaded gets a diagnostic where it is wrong.
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Connection } from 'vscode-languageserver/node';
import type { Hub } from '../hub.js';
import { l10n } from '../l10n.js';
import { methods, type CatalogEntry } from '../protocol.js';
import type { Trust } from './trust.js';

/** `changed`: called when the catalogue is another. */
export function registerOwnRecipes(connection: Connection, hub: Hub, trust: Trust, changed: () => Promise<readonly CatalogEntry[]>): void {
  let marked = new Set<string>();

  connection.onNotification(methods.ownRecipes, ({ files }: { files: string[] }) => {
    if (!trust.granted()) return; // To read a recipe is to run its file.
    hub.setOwnRecipes(files, () => void show());
    return show();
  });

  async function show(): Promise<void> {
    try {
      await mark((await changed()).filter((entry) => entry.section === 'own' && entry.error !== undefined));
    } catch (error) {
      connection.console.error(`${methods.ownRecipes}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  async function mark(broken: readonly CatalogEntry[]): Promise<void> {
    const now = new Set(broken.map((entry) => pathToFileURL(entry.source.file).href));
    for (const uri of marked) if (!now.has(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
    for (const { source, error = '' } of broken) {
      const line = source.line - 1;
      await connection.sendDiagnostics({
        uri: pathToFileURL(source.file).href,
        diagnostics: [{ severity: DiagnosticSeverity.Error, source: 'threadbook', message: l10n.t('This recipe cannot be loaded: {0}', error), range: { start: { line, character: 0 }, end: { line, character: Number.MAX_SAFE_INTEGER } } }],
      });
    }
    marked = now;
  }
}
