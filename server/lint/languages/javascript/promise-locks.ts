// Locks made of nothing but a promise: each function that is handed in runs when the one before has settled. Knows one function's facts and no names.
//   this.tail = this.tail.then(() => action())
//   const before = tail; tail = new Promise((resolve) => (done = resolve)); return before.then(action).finally(done)
import { eachCall } from '../../facts/calls-in.js';
import type { Call, FileFacts, FunctionFacts, Value } from '../../facts/facts.js';

/** Marks the calls of `then` that make the function handed in wait for its turn. Its caller gets a promise, however it was written. */
export function markTurns(made: FunctionFacts, file: FileFacts): void {
  // Of a promise of its own nobody else waits.
  const lasting = made.assignments.filter(({ target }) => target.kind === 'attribute' || (target.kind === 'name' && !isOwn(made, target.name)));
  if (lasting.length === 0) return;
  eachCall(made.body, (call) => {
    const tail = call.callee.kind === 'attribute' && call.callee.name === 'then' ? settled(call.callee.of) : undefined;
    const [given] = call.arguments;
    if (!tail || !given || !runsParameter(given.value, made, file)) return;
    const before = tail.kind === 'name' && isOwn(made, tail.name) ? made.assignments.find(({ target }) => same(target, tail))?.value : tail;
    if (!before || !lasting.some(({ target, value }) => same(target, before) && (leadsFrom(value, call, made) || isNewPromise(value)))) return;
    call.turn = before;
    made.asynchronous = true;
  });
}

const isOwn = (made: FunctionFacts, name: string): boolean => made.locals.includes(name) || made.parameters.some((parameter) => parameter.name === name);

/** `tail` of `tail.catch(() => {})`. */
const settled = (value: Value): Value => (value.kind === 'call' && value.callee.kind === 'attribute' && /^(catch|finally|then)$/.test(value.callee.name) ? settled(value.callee.of) : value);

function same(a: Value, b: Value): boolean {
  if (a.kind === 'name') return b.kind === 'name' && a.name === b.name;
  return a.kind === 'attribute' && b.kind === 'attribute' && a.name === b.name && same(a.of, b.of);
}

const isNewPromise = (value: Value): boolean => value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'Promise';

/** `then(action)`, `then(() => action())` */
function runsParameter(value: Value, made: FunctionFacts, file: FileFacts): boolean {
  const isParameter = (each: Value): boolean => each.kind === 'name' && made.parameters.some(({ name }) => name === each.name) && each.name !== 'this';
  if (value.kind !== 'function') return isParameter(value);
  let runs = false;
  eachCall(file.functions[value.index]?.body ?? [], ({ callee }) => (runs ||= isParameter(callee)));
  return runs;
}

/** Whether a value is what the call brings, or comes after it. */
function leadsFrom(value: Value, call: Call, made: FunctionFacts, depth = 0): boolean {
  if (value === call) return true;
  if (depth > 6) return false;
  if (value.kind === 'call') return (value.callee.kind === 'attribute' && leadsFrom(value.callee.of, call, made, depth + 1)) || value.arguments.some((given) => leadsFrom(given.value, call, made, depth + 1));
  if (value.kind === 'list') return value.items.some((item) => leadsFrom(item, call, made, depth + 1));
  return value.kind === 'name' && made.assignments.some((each) => each.target.kind === 'name' && each.target.name === value.name && leadsFrom(each.value, call, made, depth + 1));
}
