// What the client gives the server at its start: the language that it speaks from then on, and whether the workspace is trusted.
import * as l10n from '@vscode/l10n';
import type { InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from '../protocol.js';

/** Without texts, and for a text that is not among them, it speaks English. Answers whether the workspace is trusted. */
export function takeInitialOptions(params: InitializeParams): boolean {
  const { trusted = false, texts = {} }: Partial<InitializationOptions> = params.initializationOptions ?? {};
  l10n.config({ contents: texts });
  return trusted;
}
