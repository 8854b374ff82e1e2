// Whether the workspace is trusted. Nothing is run before it is.
import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver/node';
import { methods } from '../protocol.js';
import { UserError } from '../user-error.js';

export interface Trust {
  granted(): boolean;
  set(granted: boolean): void;
  onDidChange(listener: () => void): void;
}

/** Throws UserError where nothing may run. */
export function refuseUntrusted(trust: Trust): void {
  if (!trust.granted()) throw new UserError(l10n.t('Recipes do not run in Restricted Mode: a run executes code, and this workspace is not trusted. Trust the workspace to run them.'));
}

export function registerTrust(connection: Connection): Trust {
  let trusted = false;
  const listeners: (() => void)[] = [];
  const trust: Trust = {
    granted: () => trusted,
    set(granted) {
      trusted = granted;
    },
    onDidChange: (listener) => void listeners.push(listener),
  };
  connection.onNotification(methods.trust, ({ trusted: granted }: { trusted: boolean }) => {
    trust.set(granted);
    for (const listener of listeners) listener();
  });
  return trust;
}
