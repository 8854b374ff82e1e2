// Whether the workspace is trusted. Nothing is run before it is.
import type { Connection } from 'vscode-languageserver/node';
import { methods } from '../protocol.js';

export interface Trust {
  granted(): boolean;
  set(granted: boolean): void;
}

export function registerTrust(connection: Connection): Trust {
  let trusted = false;
  const trust: Trust = {
    granted: () => trusted,
    set(granted) {
      trusted = granted;
    },
  };
  connection.onNotification(methods.trust, ({ trusted: granted }: { trusted: boolean }) => trust.set(granted));
  return trust;
}
