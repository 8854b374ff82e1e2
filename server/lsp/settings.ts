// Hears when the user changes a setting. The protocol has room for one who listens; this passes it on.
import { DidChangeConfigurationNotification, type Connection } from 'vscode-languageserver/node';

/** Settings are asked for where they are needed; `changed` says that the answers may be others now. */
export function watchSettings(connection: Connection, ...changed: (() => void)[]): void {
  connection.onInitialized(() => void connection.client.register(DidChangeConfigurationNotification.type, { section: 'threadbook' }));
  connection.onDidChangeConfiguration(() => changed.forEach((each) => each()));
}
