// Parameters of a recipe: from the text that a person typed to the value that the recipe gets. The one place where they are checked.
import type { ParameterSpec, ParameterSpecs, ParameterValues } from '../../recipes/host/messages.js';

/** What is wrong with the text, as a sentence that says what would be right; undefined where it is fine. */
export function checkParameter(name: string, spec: ParameterSpec, text: string): string | undefined {
  switch (spec.type) {
    case 'integer': {
      if (!/^[+-]?\d+$/.test(text.trim())) return `${name} must be a whole number from ${spec.minimum} to ${spec.maximum}, not “${text}”.`;
      const value = Number(text);
      return value >= spec.minimum && value <= spec.maximum ? undefined : `${name} must be from ${spec.minimum} to ${spec.maximum}, not ${text.trim()}.`;
    }
    case 'choice':
      return spec.choices.includes(text) ? undefined : `${name} must be one of ${spec.choices.join(', ')}, not “${text}”.`;
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : `${name} must be true or false, not “${text}”.`;
    case 'text':
      return spec.pattern === undefined || new RegExp(`^(?:${spec.pattern})$`, 'u').test(text) ? undefined : `${name} does not have the right form: ${spec.help}`;
    default:
      return spec satisfies never;
  }
}

/** All values of a run, missing ones by default; or the first thing that is wrong. */
export function parseParameters(specs: ParameterSpecs, texts: Readonly<Record<string, string>>): { values: ParameterValues<ParameterSpecs> } | { problem: string } {
  const names = Object.keys(specs);
  for (const name of Object.keys(texts)) {
    if (!names.includes(name)) {
      return { problem: names.length > 0 ? `There is no parameter “${name}”; this recipe has ${names.join(', ')}.` : `There is no parameter “${name}”: this recipe has none.` };
    }
  }
  const values: ParameterValues<ParameterSpecs> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const text = texts[name] ?? String(spec.default);
    const problem = checkParameter(name, spec, text);
    if (problem) return { problem };
    values[name] = valueOf(spec, text);
  }
  return { values };
}

function valueOf(spec: ParameterSpec, text: string): number | boolean | string {
  switch (spec.type) {
    case 'integer':
      return Number(text);
    case 'boolean':
      return text === 'true';
    default:
      return text;
  }
}
