// Parameters of a recipe: from the text that a person typed to the value that the recipe gets. The one place where they are checked.
import { l10n } from '../l10n.js';
import type { ParameterSpec, ParameterSpecs, ParameterValues } from '../../recipes/host/messages.js';
import { similarNames } from './similar.js';

/** What is wrong with the text, as a sentence that says what would be right; undefined where it is fine. */
export function checkParameter(name: string, spec: ParameterSpec, text: string): string | undefined {
  switch (spec.type) {
    case 'integer': {
      if (!/^[+-]?\d+$/.test(text.trim())) return l10n.t('{0} must be a whole number from {1} to {2}, not “{3}”.', name, spec.minimum, spec.maximum, text);
      const value = Number(text);
      return value >= spec.minimum && value <= spec.maximum ? undefined : l10n.t('{0} must be from {1} to {2}, not {3}.', name, spec.minimum, spec.maximum, text.trim());
    }
    case 'choice':
      return spec.choices.includes(text) ? undefined : l10n.t('{0} must be one of {1}, not “{2}”.', name, spec.choices.join(', '), text);
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : l10n.t('{0} must be true or false, not “{1}”.', name, text);
    case 'text':
      return spec.pattern === undefined || new RegExp(`^(?:${spec.pattern})$`, 'u').test(text) ? undefined : l10n.t('{0} does not have the right form: {1}', name, spec.help);
    default:
      return spec satisfies never;
  }
}

/** All values of a run, missing ones by default; or the first thing that is wrong. */
export function parseParameters(specs: ParameterSpecs, texts: Readonly<Record<string, string>>): { values: ParameterValues<ParameterSpecs> } | { problem: string } {
  const names = Object.keys(specs);
  for (const name of Object.keys(texts)) {
    if (!names.includes(name)) {
      const [meant] = similarNames(name, names);
      if (meant !== undefined) return { problem: l10n.t('There is no parameter “{0}”. Did you mean {1}?', name, meant) };
      return { problem: names.length > 0 ? l10n.t('There is no parameter “{0}”; this recipe has {1}.', name, names.join(', ')) : l10n.t('There is no parameter “{0}”: this recipe has none.', name) };
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
