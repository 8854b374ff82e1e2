// textDocument/hover on a lock: where it is declared, in how many places it is taken, before and after which other locks.
import { MarkupKind, type Connection } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import { lockAt, type LockFacts } from '../lint/lock-at.js';
import { toRange } from './convert.js';
import type { LintDocuments } from './lint-documents.js';
import { createPause } from './pause.js';
import { signalOf } from './diagnostic.js';

export function registerHover(connection: Connection, documents: LintDocuments): void {
  connection.onHover(async ({ textDocument, position }, token) => {
    const path = documents.pathOf(textDocument.uri);
    if (path === undefined) return null;
    const lint = await documents.engine();
    try {
      await lint.prepareAll({ signal: signalOf(token), pause: createPause() });
    } catch (error) {
      if (token.isCancellationRequested) return null;
      throw error;
    }
    const lock = lockAt(lint.known(), lint.orders().edges, path, position.line + 1, position.character + 1);
    return lock ? { contents: { kind: MarkupKind.Markdown, value: describe(lock, documents.uriOf) }, range: toRange(lock.at) } : null;
  });
}

function describe({ name, reentrant, declared, taken, before, after }: LockFacts, uriOf: (path: string) => string): string {
  const link = (site: { file: string; line: number }): string => `[${site.file.slice(site.file.lastIndexOf('/') + 1)}:${site.line}](${uriOf(site.file)}#L${site.line})`;
  const shown = taken.slice(0, 5).map(({ site, function: name }) => `${name} ${link(site)}`);
  return [
    `**${name}** — ${reentrant ? l10n.t('re-entrant lock') : l10n.t('lock')}${declared ? l10n.t(', declared in {0}', link(declared)) : ''}`,
    `${taken.length === 1 ? l10n.t('Taken in 1 place') : l10n.t('Taken in {0} places', taken.length)}${taken.length > 0 ? `: ${shown.join(', ')}${taken.length > shown.length ? ', …' : ''}` : ''}`,
    ...(after.length > 0 ? [l10n.t('After {0}', after.join(', '))] : []),
    ...(before.length > 0 ? [l10n.t('Before {0}', before.join(', '))] : []),
  ].join('\n\n');
}
