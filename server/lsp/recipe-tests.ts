// threadbook/testRecipe: tests a recipe for the editor's Test Explorer.
import type { Connection } from 'vscode-languageserver/node';
import type { Hub } from '../hub.js';
import { methods, type RecipeTested, type TestRecipe } from '../protocol.js';
import { testRecipe } from '../recipe-test.js';
import { answer } from './answer.js';
import { signalOf } from './diagnostic.js';
import { runLimits } from './run-requests.js';
import { refuseUntrusted, type Trust } from './trust.js';

/** Seconds, where the user has set no limit for runs: a test that hangs would hold up all that come after it. */
const testTimeLimit = 120;

export function registerRecipeTests(connection: Connection, hub: Hub, trust: Trust): void {
  answer(connection, methods.testRecipe, async ({ recipe }: TestRecipe, token): Promise<RecipeTested> => {
    refuseUntrusted(trust);
    const limits = await runLimits(connection);
    return testRecipe(hub, recipe, { ...limits, time: limits.time || testTimeLimit }, signalOf(token));
  });
}
