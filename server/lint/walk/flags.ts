// Parameters that switch a part of a function on or off: what stands under `if wait:` does not happen to a caller that hands in False, or nothing
// where that is the default. Knows only constants, and parameters that are handed on.
import type { Range } from '../facts/finding.js';
import type { FunctionFacts, Statement, Test, Value } from '../facts/facts.js';
import type { FunctionNode } from '../program/program.js';
import type { Behaviour, Event } from './behaviour.js';
import type { Target } from './effects.js';

/** What a parameter of the function has to be: true or false. */
export interface Flag {
  index: number;
  set: boolean;
}

const none: readonly Flag[] = [];
const most = 3;

/** The behaviour with the flags under which each of its events is reached. */
export function flagged(behaviour: Behaviour): Behaviour {
  const found = collect(behaviour.function.facts);
  if (found.size === 0) return behaviour;
  const events = behaviour.events.map((event): Event => {
    const flags = found.get(event.at);
    return flags ? { ...event, flags } : event;
  });
  return { ...behaviour, events };
}

export const sameFlags = (a: readonly Flag[] = none, b: readonly Flag[] = none): boolean => a.length === b.length && a.every(({ index, set }, at) => index === b[at]?.index && set === b[at]?.set);

function collect(facts: FunctionFacts): Map<Range, readonly Flag[]> {
  const found = new Map<Range, readonly Flag[]>();
  const indices = new Map(facts.parameters.map(({ name }, index): [string, number] => [name, index]));
  for (const { target } of facts.assignments) if (target.kind === 'name') indices.delete(target.name);
  if (facts.self !== undefined) indices.delete(facts.self);
  const walk = (statements: readonly Statement[], flags: readonly Flag[]): void => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'call':
          if (flags.length > 0) found.set(statement.call.at, flags);
          break;
        case 'with':
          if (flags.length > 0) for (const item of statement.items) found.set(item.at, flags);
          walk(statement.body, flags);
          break;
        case 'labelled':
          walk(statement.body, flags);
          break;
        case 'branch': {
          const more = (set: boolean): readonly Flag[] => together(flags, asked(statement.test, set, indices));
          walk(statement.yes, more(true));
          walk(statement.no, more(false));
          break;
        }
        case 'choose':
          for (const arm of statement.arms) walk(arm, flags);
          break;
        case 'loop':
          for (const part of [statement.before, statement.body, statement.otherwise]) walk(part, flags);
          break;
        case 'try':
          for (const part of [statement.body, ...statement.handlers.map((handler) => handler.body), statement.otherwise, statement.finally]) walk(part, flags);
          break;
        case 'set':
        case 'return':
        case 'throw':
        case 'break':
        case 'continue':
        case 'yield':
        case 'await':
          break;
        default:
          statement satisfies never;
      }
    }
  };
  if (indices.size > 0) walk(facts.body, none);
  return found;
}

/** What is known of parameters where the test has come out so. */
function asked(test: Test, outcome: boolean, indices: ReadonlyMap<string, number>): Flag[] {
  if (test.kind === 'not') return asked(test.test, !outcome, indices);
  if (test.kind === 'truth') {
    const index = test.value.kind === 'name' ? indices.get(test.value.name) : undefined;
    return index === undefined ? [] : [{ index, set: outcome }];
  }
  // All are true where all were asked for, and all are false where none was found.
  return (test.kind === 'all' && outcome) || (test.kind === 'any' && !outcome) ? test.tests.flatMap((each) => asked(each, outcome, indices)) : [];
}

/** Whether what needs these flags in the called function cannot happen, by what is handed in. */
export const contradicted = (flags: readonly Flag[], target: Target): boolean =>
  flags.some(({ index, set }) => {
    const value = given(target, index);
    return value?.kind === 'constant' && truthOf(value.text) === !set;
  });

/** What a caller's own parameters have to be for something that needs these flags in the called function. */
export const handedOn = (flags: readonly Flag[], target: Target, caller: FunctionNode): Flag[] =>
  flags.flatMap(({ index, set }) => {
    const value = given(target, index);
    if (value?.kind !== 'name' || caller.assignedTo(value.name).length > 0) return [];
    const own = caller.head.parameters.findIndex(({ name }) => name === value.name);
    return own < 0 ? [] : [{ index: own, set }];
  });

/** Each once, and not too many. */
export const together = (a: readonly Flag[], b: readonly Flag[]): readonly Flag[] => [...a, ...b.filter(({ index, set }) => !a.some((flag) => flag.index === index && flag.set === set))].slice(0, most);

function given(target: Target, index: number): Value | undefined {
  const { call, function: { head } } = target;
  if (!call || call.arguments.some((argument) => argument.spread)) return undefined;
  return target.argument(index) ?? head.parameters[index]?.default;
}

function truthOf(text: string): boolean | undefined {
  if (/^(True|true)$/.test(text)) return true;
  return /^(False|false|None|null|undefined|0)$/.test(text) ? false : undefined;
}
