// A thread in which Perfetto's trace processor runs. Its program is made for a browser's worker, so this gives it one: the few names of a worker that it asks for.
// It knows nothing of traces.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

const folder = workerData as string;
const engine = globalThis as typeof globalThis & { onmessage?(message: { data: MessagePort }): void };

/** Of `WebAssembly`, whose types belong to the browser's library. */
interface Compiler {
  Module: new (bytes: ArrayBuffer | Uint8Array) => object;
}
const compiler = (globalThis as unknown as { WebAssembly: Compiler }).WebAssembly;

/** The 64-bit build is not in the package: this says, to whoever tries, that there is no such thing. */
class Module32 extends compiler.Module {
  constructor(bytes: ArrayBuffer | Uint8Array) {
    const memorySection = 5;
    if ((bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))[8] === memorySection) throw new Error('32 bits only');
    super(bytes);
  }
}

/** The program asks for its own WebAssembly, and for nothing else. */
class XMLHttpRequest {
  readonly response = Uint8Array.from(readFileSync(join(folder, 'trace_processor.wasm'))).buffer;
  open(): void {}
  send(): void {}
}

const given: Record<string, unknown> = {
  self: globalThis,
  WorkerGlobalScope: class {},
  location: { href: 'https://engine.invalid/' },
  XMLHttpRequest,
  WebAssembly: Object.assign(Object.create(compiler) as Compiler, { Module: Module32 }),
};
for (const [name, value] of Object.entries(given)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

runInThisContext(readFileSync(join(folder, 'engine_bundle.node.js'), 'utf8'), { filename: 'engine_bundle.node.js' });
// A message comes after everything that the program has put off until it is set up.
parentPort!.once('message', (port: MessagePort) => {
  engine.onmessage!({ data: port });
  parentPort!.postMessage('ready');
});
