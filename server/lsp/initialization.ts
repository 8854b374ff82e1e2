// What the client says at `initialize` about the user: whether the workspace is trusted, and the words of the user's language.
import type { InitializeParams } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import type { InitializationOptions } from '../protocol.js';
import type { Trust } from './trust.js';

export function takeOptions({ initializationOptions }: InitializeParams, trust: Trust): void {
  const { trusted = false, texts = {} } = (initializationOptions ?? {}) as Partial<InitializationOptions>;
  l10n.use(texts);
  trust.set(trusted);
}
