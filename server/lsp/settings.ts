// Hears when the user changes a setting. The protocol has room for one who listens; this passes it on.
import { DidChangeConfigurationNotification, type Connection } from 'vscode-languageserver/node';

/**
 * Settings are asked for where they are needed; `changed` says that the answers may be others now. Answers what is to be done when the client is
 * initialized.
 */
export function watchSettings(connection: Connection, ...changed: (() => void)[]): () => void {
  connection.onDidChangeConfiguration(() => changed.forEach((each) => each()));
  return () => void connection.client.register(DidChangeConfigurationNotification.type, { section: 'threadbook' });
}
