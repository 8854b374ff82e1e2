// A daemon in its view: started by a recipe, still there when the run has ended, stopped by the button of its row.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, listen, row, threadbook, when } from './threadbook.js';
import { rowNamed } from './window.js';

describe('the Daemons view', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  afterEach(async () => clean(await threadbook()));

  it('shows a daemon that outlives its run, and stops it by the button of its row', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    await vscode.commands.executeCommand('threadbook.daemons.focus');
    const runs = listen(api);
    const { run } = await api.runRecipe('unix-daemon', { action: 'start', name: 'journey' });
    assert.equal((await runs.ended(run)).outcome.kind, 'completed');
    const running = await row(api, 'daemons', 'the daemon', ({ label, context }) => label === 'journey' && context === 'daemon running');
    assert.match(running.description ?? '', /^running · pid \d+ · up /);
    const shown = rowNamed('Daemons', 'journey');
    await page.hover(shown);
    await page.click(`${shown} a.action-label[aria-label*="Stop Daemon"]`);
    const stopping = await runs.started();
    assert.equal((await runs.ended(stopping.run)).outcome.kind, 'completed');
    await row(api, 'daemons', 'the daemon that has stopped', ({ label, context }) => label === 'journey' && context === 'daemon stopped');
    runs.stop();
  });

  it('starts it again, restarts it and shows its log by the buttons of its row', async function () {
    if (page === undefined) this.skip();
    const driven = page;
    const api = await threadbook();
    await vscode.commands.executeCommand('threadbook.daemons.focus');
    const runs = listen(api);
    const press = async (button: string): Promise<void> => {
      await driven.hover(rowNamed('Daemons', 'journey'));
      await driven.click(`${rowNamed('Daemons', 'journey')} a.action-label[aria-label*="${button}"]`);
    };
    const runningPid = async (other?: string): Promise<string> => {
      const pidOf = (text = ''): string | undefined => /pid (\d+)/.exec(text)?.[1];
      const found = await row(api, 'daemons', 'the daemon that runs', ({ label, context, description }) => label === 'journey' && context === 'daemon running' && pidOf(description) !== other);
      return pidOf(found.description) ?? '';
    };
    const ended = async (): Promise<void> => assert.equal((await runs.ended((await runs.started()).run)).outcome.kind, 'completed');
    await press('Start Daemon');
    await ended();
    const first = await runningPid();
    await press('Restart Daemon');
    await ended();
    await runningPid(first);
    await press('Show Daemon Log');
    await when(vscode.window.onDidChangeActiveTextEditor, 'the log in an editor', () => (vscode.window.activeTextEditor?.document.fileName.endsWith('journey.log') ? true : undefined));
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /terminated after \d+ ticks/);
    await press('Stop Daemon');
    await ended();
    await row(api, 'daemons', 'the daemon that has stopped', ({ label, context }) => label === 'journey' && context === 'daemon stopped');
    runs.stop();
  });
});
