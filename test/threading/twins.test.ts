// Each call that blocks has a twin for event loops, both take a timeout, and whoever takes something can give it back by `using`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as threading from '../../recipes/threading/index.js';

const BLOCKING = ['acquire', 'hold', 'wait', 'waitFor', 'put', 'get', 'join', 'result', 'exception', 'shutdown', 'select', 'sleep'];
/** What has one of the names and never blocks. */
const AT_ONCE: Record<string, readonly string[]> = { shutdown: ['Queue', 'LifoQueue', 'PriorityQueue', 'SimpleQueue', 'PollableQueue'], get: ['ThreadLocal'], exception: ['Thread'] };

type Offer = abstract new (...args: never[]) => object;

function methodsOf(offer: Offer): Set<string> {
  const names = new Set<string>();
  for (let at: object | null = offer.prototype as object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return names;
}

const values = Object.entries(threading).filter(([, value]) => typeof value === 'function') as [string, Offer][];
const classes = values.filter(([, value]) => !(value.prototype instanceof Error) && /^class\b/.test(Function.prototype.toString.call(value)));
/** Where the types of a method are declared: its own file. */
const sources = new Map<string, string>();
const sourceOf = (file: string): string => {
  let source = sources.get(file);
  if (source === undefined) sources.set(file, (source = readFileSync(new URL(`../../../recipes/threading/${file}.ts`, import.meta.url), 'utf8')));
  return source;
};

describe('calls that block', () => {
  it('have a twin that does not', () => {
    const alone: string[] = [];
    let seen = 0;
    for (const [name, offer] of classes) {
      const methods = methodsOf(offer);
      for (const call of BLOCKING) {
        if (!methods.has(call) || AT_ONCE[call]?.includes(name)) continue;
        seen++;
        if (!methods.has(`${call}Async`)) alone.push(`${name}.${call}`);
      }
    }
    for (const [name] of values) {
      if (!BLOCKING.includes(name)) continue;
      seen++;
      if (!Object.hasOwn(threading, `${name}Async`)) alone.push(name);
    }
    assert.deepEqual(alone, []);
    assert.ok(seen > 30, `${seen} calls`);
  });

  it('take a timeout, and so do their twins', () => {
    const files = ['lock', 'rlock', 'semaphore', 'condition', 'event', 'barrier', 'queue-base', 'queue', 'lifo-queue', 'priority-queue', 'thread', 'future', 'executor', 'select', 'wait', 'acquire'];
    const without: string[] = [];
    let seen = 0;
    for (const file of files) {
      // In `sleep` the time is all there is.
      for (const [, name, parameters] of sourceOf(file).matchAll(/^ *(?:export )?(?:async )?(?:function )?(\w+?)(?:Async)?(?:<[^>]*>)?\(([^)]*(?:\([^)]*\)[^)]*)*)\): [^;{]*\{$/gm)) {
        if (!BLOCKING.includes(name!)) continue;
        seen++;
        if (!/timeout|options/i.test(parameters!) && !(name === 'shutdown' && file === 'queue-base') && file !== 'acquire') without.push(`${file}: ${name}(${parameters})`);
      }
    }
    assert.deepEqual(without, []);
    assert.ok(seen > 40, `${seen} calls`);
  });

  it('who takes something by `hold`, or makes an executor, gives it back by `using`', () => {
    for (const [name, offer] of classes) {
      const methods = methodsOf(offer);
      if (methods.has('acquire')) assert.ok(methods.has('hold') && methods.has('holdAsync'), name);
      if (methods.has('submit')) assert.ok(Symbol.dispose in offer.prototype && Symbol.asyncDispose in offer.prototype, name);
    }
  });
});
