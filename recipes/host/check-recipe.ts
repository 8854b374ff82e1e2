// Whether what a user's file exports is a recipe: the compiler is not there to tell. Knows neither files nor processes; says what is wrong in a sentence.

/** An English sentence with places `{0}` for its values, so that it can be said in another language. */
export interface Problem {
  text: string;
  values: string[];
  /** What is wrong, as it stands in the source; undefined where something is missing. */
  near?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Give the text as a literal: a test collects them. */
export const say = (text: string, ...values: string[]): Problem => ({ text, values });
const at = (near: string, problem: Problem): Problem => ({ ...problem, near });
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isRecipe = (value: unknown): boolean => isObject(value) && typeof value.main === 'function';

/** What is wrong with the exports of a file that should be a recipe; undefined where it is one. */
export function problemOf(exports: Fields): Problem | undefined {
  const others = Object.keys(exports).filter((name) => name !== 'recipe' && isRecipe(exports[name]));
  const { recipe } = exports;
  const [other] = others;
  if (recipe === undefined && other === 'default') return at('export default', say('Its recipe is the default export; it has to have a name. Write: export const recipe = defineRecipe({ … })'));
  if (recipe === undefined && other !== undefined) return at(other, say('It exports “{0}”, but not `recipe`. Write: export const recipe = defineRecipe({ … })', other));
  if (!isObject(recipe)) return say('It does not export a recipe. Write: export const recipe = defineRecipe({ title: …, main() { … } })');
  if (typeof recipe.main !== 'function') return say('Its recipe has no function `main`.');
  if (typeof recipe.title !== 'string' || recipe.title === '') return say('Its recipe has no `title`.');
  if (other !== undefined) return at(other, say('It exports two recipes, `recipe` and “{0}”. One file has one recipe: move the other one into a file of its own.', other));
  for (const name of ['story', 'doc', 'section'] as const) {
    if (recipe[name] !== undefined && typeof recipe[name] !== 'string') return at(name, say('`{0}` of its recipe is not a text.', name));
  }
  if (recipe.expects !== undefined && !expectations.includes(String(recipe.expects))) return at('expects', say('`expects` of its recipe is none of {0}.', expectations.join(', ')));
  return parametersProblem(recipe.parameters ?? {}) ?? transcriptProblem(recipe.transcript ?? {}, recipe.parameters ?? {});
}

const expectations = ['completes', 'deadlocks', 'raises', 'loses updates', 'is stopped'];

function parametersProblem(parameters: unknown): Problem | undefined {
  if (!isObject(parameters)) return at('parameters', say('The `parameters` of its recipe are not an object.'));
  for (const [name, spec] of Object.entries(parameters)) {
    const problem = isObject(spec) ? parameterProblem(name, spec) : say('The parameter “{0}” is not described. Write: {1}', name, `${name}: { type: 'integer', default: 1, minimum: 0, maximum: 10, help: '…' }`);
    if (problem) return at(`${name}:`, problem);
  }
  return undefined;
}

function parameterProblem(name: string, spec: Fields): Problem | undefined {
  const wrongDefault = valueProblem(name, spec, spec.default);
  if (typeof spec.help !== 'string') return say('The parameter “{0}” has no `help`, a sentence that says what it is.', name);
  switch (spec.type) {
    case 'integer':
      for (const limit of ['minimum', 'maximum']) if (!Number.isSafeInteger(spec[limit])) return say('The parameter “{0}” has no whole number as its `{1}`.', name, limit);
      return wrongDefault;
    case 'choice':
      if (!Array.isArray(spec.choices) || spec.choices.length === 0 || !spec.choices.every((choice) => typeof choice === 'string')) return say('The parameter “{0}” has no `choices`, a list of texts.', name);
      return wrongDefault;
    case 'text':
      return (typeof spec.pattern === 'string' || spec.pattern === undefined) && (spec.pattern === undefined || compiles(spec.pattern)) ? wrongDefault : say('The `pattern` of the parameter “{0}” is no regular expression.', name);
    case 'boolean':
      return wrongDefault;
    default:
      return say('The parameter “{0}” has the type {1}; it has to be integer, choice, boolean or text.', name, JSON.stringify(spec.type) ?? 'undefined');
  }
}

/** The value, as it was written, does not fit what the parameter says of itself. */
function valueProblem(name: string, spec: Fields, value: unknown): Problem | undefined {
  return fits(spec, value) ? undefined : say('The parameter “{0}” cannot have the value {1}: it does not fit its description.', name, JSON.stringify(value) ?? 'undefined');
}

function fits(spec: Fields, value: unknown): boolean {
  switch (spec.type) {
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= Number(spec.minimum) && Number(value) <= Number(spec.maximum);
    case 'choice':
      return Array.isArray(spec.choices) && spec.choices.includes(value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return typeof value === 'string' && (typeof spec.pattern !== 'string' || !compiles(spec.pattern) || new RegExp(`^(?:${spec.pattern})$`, 'u').test(value));
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
    return true;
  } catch {
    return false; // Whoever asks says so.
  }
}

function transcriptProblem(transcript: unknown, specs: unknown): Problem | undefined {
  const texts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
  const { parameters = {}, lines = {}, input = [] } = isObject(transcript) ? transcript : { lines: undefined, parameters: 0 };
  if (!isObject(parameters) || !isObject(lines) || !Object.values(lines).every(texts) || !texts(input)) {
    return at('transcript', say('The `transcript` of its recipe does not have the right form. Write: {0}', "transcript: { parameters: {}, lines: { MainThread: ['what it prints'] } }"));
  }
  for (const [name, value] of Object.entries(parameters)) {
    const spec = (specs as Fields)[name];
    if (!isObject(spec)) return at('transcript', say('The `transcript` of its recipe has a parameter “{0}” that the recipe does not have.', name));
    const problem = valueProblem(name, spec, value);
    if (problem) return at('transcript', problem);
  }
  return undefined;
}
