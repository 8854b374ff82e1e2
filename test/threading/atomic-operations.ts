// Which atomic operations a function of the runtime does, in the order of its source: what the machines of the explorer stand for.
import { transformSync } from 'esbuild';

/** Calls that are, or contain, steps of a machine: of the runtime itself, and of its WebAssembly (fast-path.ts, fast-queue.ts). */
const CALLS = [
  'enter', 'leave', 'spin', 'sleepOn', 'parkAsync', 'passOn', '#passOn', '#take', 'give', 'ring', 'ringAll', 'wakeOne', 'wakeGetter', 'wakePutter', 'getterLooks',
  'putterLooks', 'getterLeaves', 'putterLeaves', 'pendingIn', 'tryPut', 'tryGet', 'takeAny', 'wakeList', 'joinList', 'leaveList', 'takeLock', 'takeLockAsync', 'giveLock',
  'breakBarrier', 'nextGeneration', 'wakeWaiters', 'settleFuture', 'countBusy', 'lacksWorkers', 'reserveWorker', 'fifoGet',
  'compareExchange', 'atomicLoad', 'atomicStore', 'atomicExchange', 'waitAwake', 'call\\(ENTER', 'unlockTail', 'unlockHead', 'leaveGuard',
];
const OPERATION = new RegExp(`\\bAtomics\\.(\\w+)\\(|(?<![.\\w#])(?:this\\.)?(${CALLS.join('|')})(?=[(,])`, 'g');

/** The body of a function, a method or a description of a WebAssembly function; undefined where there is none of that name. */
function bodyOf(code: string, name: string): string | undefined {
  for (const start of code.matchAll(new RegExp(`^ *(?:export )?(?:static )?(?:async )?(?:function |const )?${name}(?: = \\{|\\()`, 'gm'))) {
    const from = start.index + start[0].length - 1;
    if (code[from] === '{') return upToItsEnd(code, from);
    const body = from + upToItsEnd(code, from).length;
    // Else it is a call.
    if (code.startsWith(' {', body)) return upToItsEnd(code, body + 1);
  }
  return undefined;
}

/** From a bracket to the one that closes it. The runtime has no brackets in its texts that are not closed there. */
function upToItsEnd(code: string, from: number): string {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if ('({'.includes(code[at]!)) depth++;
    else if (')}'.includes(code[at]!) && --depth === 0) return code.slice(from, at + 1);
  }
  throw new Error('a bracket is not closed');
}

/** Types and comments are left out, so that only what runs counts. */
export function codeOf(source: string): string {
  return transformSync(source, { loader: 'ts', target: 'esnext', format: 'esm' }).code;
}

/** The names of the operations, in the order of the source; undefined where the code has no such function. */
export function atomicOperations(code: string, name: string): string[] | undefined {
  const body = bodyOf(code, name);
  return body === undefined ? undefined : Array.from(body.matchAll(OPERATION), ([, atomics, call]) => atomics ?? call!.replace('call(ENTER', 'enter'));
}
