// Drives the built language server over stdio, as an editor would. For tests.
import { spawn } from 'node:child_process';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';

export interface LanguageClient {
  connection: MessageConnection;
  pid: number;
  /** Settles with the next notification of that method that the condition accepts; the ones since the start count. */
  notified<T>(method: string, accepts?: (params: T) => boolean): Promise<T>;
  /** Shuts the server down as the protocol asks and answers its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL to the server and all of its process group, as when an editor is killed. Not on Windows. */
  kill(): Promise<void>;
}

export async function startServer(options: { trusted: boolean; env?: NodeJS.ProcessEnv; settings?: Record<string, unknown>; initialize?: Record<string, unknown> }): Promise<LanguageClient> {
  const server = spawn(process.execPath, ['dist/server/main.cjs', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], detached: process.platform !== 'win32', env: { ...process.env, ...options.env } });
  const exited = new Promise<number | null>((resolve) => server.on('exit', resolve));
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const notifications: { method: string; params: unknown }[] = [];
  const listeners = new Set<() => void>();
  connection.onNotification((method, params) => {
    notifications.push({ method, params });
    for (const listener of listeners) listener();
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => options.settings ?? {}));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => {
    notifications.push({ method: 'workspace/diagnostic/refresh', params: {} });
    for (const listener of listeners) listener();
    return null;
  });
  connection.onRequest('workspace/codeLens/refresh', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: { relatedDocumentSupport: true }, publishDiagnostics: { relatedInformation: true } } },
    initializationOptions: { trusted: options.trusted },
    ...options.initialize,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    pid: server.pid!,
    notified: <T>(method: string, accepts: (params: T) => boolean = () => true) =>
      new Promise<T>((resolve) => {
        const look = () => {
          const found = notifications.find((each) => each.method === method && accepts(each.params as T));
          if (!found) return;
          listeners.delete(look);
          resolve(found.params as T);
        };
        listeners.add(look);
        look();
      }),
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return exited;
    },
    async kill() {
      process.kill(-server.pid!, 'SIGKILL');
      await exited;
      connection.dispose();
    },
  };
}
