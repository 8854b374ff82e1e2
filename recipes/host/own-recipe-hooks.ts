// Preloaded (node --import) in a host that loads a recipe of the user: lets it import `threadbook/threading`, `threadbook/patterns` and `threadbook/recipe` from wherever it
// lies. Runs in the host and in each of its threads.
import * as nodeModule from 'node:module';

const offered: Readonly<Record<string, string>> = {
  'threadbook/threading': new URL('../threading/index.js', import.meta.url).href,
  'threadbook/patterns': new URL('../patterns/index.js', import.meta.url).href,
  'threadbook/recipe': new URL('../recipe.js', import.meta.url).href,
};

interface Resolved {
  url: string;
  shortCircuit?: boolean;
}

/** A resolve hook of Node's module loader, of the kind that may be synchronous or asynchronous. */
export function resolve<R>(specifier: string, context: unknown, next: (specifier: string, context: unknown) => R): R | Resolved {
  const url = offered[specifier];
  return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
}

/** In Node 20 hooks run in a thread of their own, which loads this file again under this address. */
const asResolver = '?resolver';

type RegisterHooks = (hooks: { resolve: typeof resolve }) => void;
if (!import.meta.url.endsWith(asResolver)) {
  const registerHooks = (nodeModule as { registerHooks?: RegisterHooks }).registerHooks;
  if (registerHooks) registerHooks({ resolve });
  else nodeModule.register(import.meta.url + asResolver);
}
