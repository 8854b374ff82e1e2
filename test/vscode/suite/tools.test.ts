// The tools for language models, called as a model calls them; the report for a bug report.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clean, threadbook } from './threadbook.js';

async function call(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('the tools for language models', () => {
  before(threadbook);
  afterEach(async () => clean(await threadbook()));

  it('list the recipes, run one to its end, and give its output', async () => {
    assert.match(await call('threadbook_listRecipes', {}), /^- producer-consumer: .*orders=\d+/m);
    const answer = await call('threadbook_runRecipe', { recipe: 'producer-consumer', parameters: { orders: 2, perOrder: '1' } });
    assert.match(answer, /^Run \d+ of “Producer and consumer”\. .*completed\./);
    assert.match(answer, /\[consumer\] served order 2/);
  });

  it('spell a deadlock out, read the run, and stop it', async () => {
    const answer = await call('threadbook_runRecipe', { recipe: 'transfer-opposite-order', seconds: 20 });
    assert.match(answer, /It is in a deadlock[^]*saver holds savings and waits for checking, which spender holds\./);
    const run = Number(/^Run (\d+)/.exec(answer)?.[1]);
    assert.match(await call('threadbook_readRun', {}), /- saver: waiting for checking, held by spender/);
    assert.match(await call('threadbook_listFindings', {}), /transfer-opposite-order\.ts:9 error deadlock: .*\n {2}- saver took savings here\./);
    assert.equal(await call('threadbook_stopRun', { run }), `Run ${run} has been stopped.`);
  });

  it('say what is wrong with what they are given', async () => {
    await assert.rejects(call('threadbook_runRecipe', { recipe: 'no-such-recipe' }), /There is no recipe “no-such-recipe”/);
    await assert.rejects(call('threadbook_stopRun', { run: 4711 }), /must be the number of a run that goes on: there is none/);
  });
});

describe('Copy Diagnostics Report', () => {
  it('puts versions, states and settings into the clipboard, and no path', async () => {
    await threadbook();
    void vscode.commands.executeCommand('threadbook.copyDiagnostics');
    let report = '';
    for (let looks = 0; !report.startsWith('Threadbook ') && looks < 100; looks++) report = await vscode.env.clipboard.readText();
    assert.match(report, /^Threadbook \d+\.\d+\.\d+\n/);
    assert.match(report, /^Server: \w+; runs: 0 active/m);
    assert.match(report, /^Settings: run\.timeLimit=0/m);
    assert.doesNotMatch(report, /\/(home|root|tmp|Users)\//);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
