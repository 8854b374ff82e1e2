// Asks for the parameters of a run: defaults in one keystroke, or one step a parameter with a way back.
import { l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import type { CatalogEntry, ParameterSpec } from '../../server/protocol.js';
import type { Server } from '../server.js';
import { back, pickOne, typeOne, type Answer, type Step } from './steps.js';

type Parameters = Record<string, string>;

interface WayItem extends QuickPickItem {
  way: 'defaults' | 'last' | 'change';
}

export function defaultsOf(entry: CatalogEntry): Parameters {
  return Object.fromEntries(Object.entries(entry.parameters).map(([name, spec]) => [name, String(spec.default)]));
}

/** The texts by name; `back` where the user wants another recipe, undefined where the user gave up. */
export async function askParameters(server: Server, entry: CatalogEntry, last: Parameters | undefined, canGoBack: boolean): Promise<Answer<Parameters>> {
  const defaults = defaultsOf(entry);
  if (Object.keys(defaults).length === 0) return {};
  for (;;) {
    const way = await pickWay(entry, defaults, last, canGoBack);
    if (way === undefined || way === back) return way;
    if (way === 'defaults') return defaults;
    if (way === 'last') return { ...defaults, ...last };
    const changed = await askEach(server, entry, { ...defaults, ...last });
    if (changed !== back) return changed;
  }
}

async function pickWay(entry: CatalogEntry, defaults: Parameters, last: Parameters | undefined, canGoBack: boolean): Promise<Answer<WayItem['way']>> {
  const items: WayItem[] = [{ way: 'defaults', label: l10n.t('Run with defaults'), detail: listed(defaults), iconPath: new ThemeIcon('play') }];
  if (last !== undefined && listed({ ...defaults, ...last }) !== listed(defaults)) {
    items.push({ way: 'last', label: l10n.t('Run as last time'), detail: listed({ ...defaults, ...last }), iconPath: new ThemeIcon('debug-rerun') });
  }
  items.push({ way: 'change', label: l10n.t('Change parameters…'), iconPath: new ThemeIcon('settings') });
  const chosen = await pickOne({ title: entry.title, placeholder: l10n.t('With which parameters?'), canGoBack }, items);
  return chosen === back ? back : chosen?.way;
}

async function askEach(server: Server, entry: CatalogEntry, values: Parameters): Promise<Answer<Parameters>> {
  const specs = Object.entries(entry.parameters);
  const answers = { ...values };
  let position = 0;
  while (position < specs.length) {
    const [name, spec] = specs[position] as [string, ParameterSpec];
    const step = { title: l10n.t('{0}: {1}', entry.title, name), step: position + 1, totalSteps: specs.length, canGoBack: true };
    const answer = await askOne(server, entry.id, name, spec, answers[name] ?? String(spec.default), step);
    if (answer === undefined) return undefined;
    if (answer !== back) answers[name] = answer;
    position += answer === back ? -1 : 1;
    if (position < 0) return back;
  }
  return answers;
}

async function askOne(server: Server, recipe: string, name: string, spec: ParameterSpec, value: string, step: Step): Promise<Answer<string>> {
  switch (spec.type) {
    case 'choice':
      return await pickText(step, spec, spec.choices, value);
    case 'boolean':
      return await pickText(step, spec, ['true', 'false'], value);
    case 'integer':
      return await typeOne(step, value, l10n.t('{0} ({1} to {2}, default {3})', spec.help, spec.minimum, spec.maximum, spec.default), (text) => server.checkParameter({ recipe, name, text }));
    case 'text':
      return await typeOne(step, value, l10n.t('{0} (default {1})', spec.help, spec.default), (text) => server.checkParameter({ recipe, name, text }));
    default:
      return spec satisfies never;
  }
}

async function pickText(step: Step, spec: ParameterSpec, texts: readonly string[], value: string): Promise<Answer<string>> {
  const items = texts.map((text): QuickPickItem => ({ label: text, description: text === String(spec.default) ? l10n.t('default') : '' }));
  const chosen = await pickOne(
    { ...step, placeholder: spec.help },
    items,
    items.find((item) => item.label === value),
  );
  return chosen === back ? back : chosen?.label;
}

function listed(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}
