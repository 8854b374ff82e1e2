// Registers a custom request: what the user must act upon is answered as a Refusal; everything else that goes wrong is logged with the method's name.
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { Refusal } from '../protocol.js';
import { UserError } from '../user-error.js';

export function answer<P, R>(connection: Connection, method: string, body: (params: P, token: CancellationToken) => Promise<R> | R): void {
  connection.onRequest(method, async (params: P, token): Promise<unknown> => {
    try {
      return await body(params, token);
    } catch (error) {
      if (error instanceof UserError) return { message: error.message } satisfies Refusal;
      connection.console.error(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw error;
    }
  });
}
