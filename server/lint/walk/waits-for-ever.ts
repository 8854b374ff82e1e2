// Whether a blocking call has no limit of its own: no timeout, and not told to give up at once. A limit in a loop that asks again is none.
import type { Event } from './behaviour.js';
import { collectTests } from './exits.js';
import type { Call, Statement, Test } from '../facts/facts.js';
import { argumentAt } from '../values/argument-at.js';

export function waitsForEver({ does, call, again }: Event & { kind: 'operation' }): boolean {
  if (does.does !== 'block') return false;
  const timeout = argumentAt(call, does.timeout)?.value;
  if (timeout && !(timeout.kind === 'constant' && /^(None|undefined)$/.test(timeout.text))) return again === true && /^(event|join|result)$/.test(does.on);
  const blocking = argumentAt(call, does.blocking)?.value;
  return !(blocking?.kind === 'constant' && /^(False|0)$/.test(blocking.text));
}

/** Whether a loop ends when what the call waits for has come, and does not count its rounds or look at a clock. */
export function asksAgain(loop: (Statement & { kind: 'loop' }) | undefined, call: Call): boolean {
  if (!loop || loop.over || call.callee.kind !== 'attribute') return false;
  const { of } = call.callee;
  const receiver = of.kind === 'name' || of.kind === 'attribute' ? of.name : undefined;
  if (receiver === undefined) return false;
  const tests: Test[] = [];
  collectTests([loop], tests);
  const asked = tests.flatMap(texts);
  const speaks = new RegExp(`(^|\\W)${receiver.replace(/\$/g, '\\$')}\\W`);
  return !asked.some((text) => limited.test(text)) && (loop.forever ? asked : texts(loop.test)).some((text) => speaks.test(`${text} `));
}

const limited = /[<>]|time|deadline|expire|remaining|attempt|retries|tries|count/i;

function texts(test: Test): string[] {
  if (test.kind === 'truth') return [test.text];
  if (test.kind === 'not') return texts(test.test);
  return test.kind === 'unknown' ? [] : test.tests.flatMap(texts);
}
