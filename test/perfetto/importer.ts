// Perfetto's own importer: takes a trace and answers SQL. It runs offline, in a thread; see package.json beside this for where it comes from.
// It must not know what we write into a trace.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';

const folder = join('test', 'perfetto', 'node_modules', '@swmansion', 'argent', 'assets', 'trace-processor');

/** `npm test` installs it. */
export const installed = existsSync(folder);

export type Cell = string | number | bigint | null;
export interface Importer {
  /** Rejects with the importer's words. */
  query(sql: string): Promise<Record<string, Cell>[]>;
  close(): Promise<void>;
}

interface QueryResult {
  columns(): string[];
  iter(spec: Record<string, null>): { valid(): boolean; next(): void } & Record<string, Cell>;
}
/** Perfetto's protocol, as its user interface speaks it. */
interface Engine {
  onRpcResponseBytes(bytes: Uint8Array): void;
  rpcSendRequestBytes(bytes: Uint8Array): void;
  parse(bytes: Uint8Array): Promise<void>;
  notifyEof(): Promise<void>;
  query(sql: string): Promise<QueryResult>;
}

/** Imports the trace. Rejects where the importer refuses it. */
export async function importTrace(trace: Iterable<string>): Promise<Importer> {
  const { EngineBase } = (await import(pathToFileURL(join(folder, 'engine.mjs')).href)) as { EngineBase: new () => Engine };
  const thread = new Worker(new URL('engine-thread.js', import.meta.url), { workerData: folder, stdout: true, stderr: true });
  const { port1, port2 } = new MessageChannel();
  const engine = new EngineBase();
  engine.rpcSendRequestBytes = (bytes) => port1.postMessage(bytes);
  const broken = new Promise<never>((_resolve, reject) => {
    thread.on('error', reject);
    port1.on('message', (bytes: Uint8Array) => {
      try {
        quietly(() => engine.onRpcResponseBytes(bytes));
      } catch (error) {
        reject(error as Error);
      }
    });
  });
  broken.catch(() => undefined); // Whoever waits for an answer hears of it.
  const answered = async <T>(work: Promise<T>): Promise<T> =>
    await Promise.race([work, broken]).catch((error: unknown) => {
      throw error instanceof Error ? error : new Error(String(error));
    });
  const close = async (): Promise<void> => {
    port1.close();
    await thread.terminate();
  };
  try {
    const ready = new Promise<void>((resolve) => thread.once('message', () => resolve()));
    thread.postMessage(port2, [port2]);
    await answered(ready);
    for (const text of trace) await answered(engine.parse(new TextEncoder().encode(text)));
    await answered(engine.notifyEof());
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async query(sql) {
      const result = await answered(engine.query(sql));
      const columns = result.columns();
      const rows: Record<string, Cell>[] = [];
      for (const row = result.iter(Object.fromEntries(columns.map((name) => [name, null]))); row.valid(); row.next()) rows.push(Object.fromEntries(columns.map((name) => [name, row[name]!])));
      return rows;
    },
    close,
  };
}

/** What decodes the answers is older than what writes them, and warns each time of one field that it does not know. */
function quietly(work: () => void): void {
  const { warn, log } = console;
  console.warn = console.log = () => undefined;
  try {
    work();
  } finally {
    Object.assign(console, { warn, log });
  }
}
