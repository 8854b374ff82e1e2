// The first journey: palette, recipe, parameters, a run whose threads can be watched, its end.
import assert from 'node:assert/strict';
import { page } from './page.js';
import { pick, quickPickRows, runFromPalette } from './palette.js';
import { clean, isRun, listen, row, threadbook } from './threadbook.js';
import { picture, showNotifications, terminalText, tidyWindow } from './window.js';

const parameterField = '.quick-input-widget input';

describe('Run Recipe from the palette', () => {
  before(async function () {
    if (page === undefined) this.skip();
    await tidyWindow();
  });
  afterEach(async () => clean(await threadbook()));

  it('picks a recipe, runs it with its defaults, shows its threads, and ends as it should', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await page.see(`${quickPickRows}:has-text("A countdown that can be stopped")`);
    const offered = await page.texts(quickPickRows);
    assert.ok(offered.some((text) => text.includes('12.1') && text.includes('a flag that it polls')), `section, title and story are shown: ${offered.join(' / ')}`);
    await picture(page, 'palette-recipes');
    await pick(page, 'Run Recipe', 'Producer and consumer');
    await pick(page, 'Producer and consumer', 'Run with defaults');
    const { run, recipe } = await runs.started();
    assert.equal(recipe, 'producer-consumer');
    await row(api, 'threads', 'the producer thread', ({ label, context }) => context === 'thread' && label === 'producer');
    const ended = await runs.ended(run);
    assert.deepEqual([ended.outcome.kind, ended.asExpected], ['completed', true]);
    await row(api, 'threads', 'the run’s row to say that it ended', isRun(run, 'ended'));
    runs.stop();
  });

  it('refuses a bad value in the input box and takes the corrected one', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await pick(page, 'Run Recipe', 'A countdown that can be stopped');
    await pick(page, 'A countdown that can be stopped', 'Change parameters');
    await page.see('.quick-input-title:has-text("from (1/2)")');
    await page.press('Control+A');
    await page.type('many');
    await page.see('.quick-input-widget .monaco-inputbox.error, .quick-input-message:has-text("from")');
    await page.press('Enter');
    await page.see('.quick-input-title:has-text("from (1/2)")');
    await page.press('Control+A');
    await page.type('2');
    await page.press('Enter');
    await page.see('.quick-input-title:has-text("stopAfter (2/2)")');
    await page.press('Enter');
    const { run } = await runs.started();
    const ended = await runs.ended(run);
    assert.equal(ended.outcome.kind, 'completed');
    await page.see(`${terminalText}:has-text("T-minus 2")`);
    assert.ok(!(await page.texts(terminalText)).join().includes('T-minus 3'), 'the countdown starts at the value that was typed');
    runs.stop();
  });

  it('goes back from the parameters to the recipes', async () => {
    assert.ok(page);
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await pick(page, 'Run Recipe', 'A countdown that can be stopped');
    await page.see('.quick-input-title:has-text("A countdown that can be stopped")');
    await page.click('.quick-input-widget .quick-input-left-action-bar a.action-label');
    await page.see('.quick-input-title:has-text("Run Recipe")');
    await page.press('Escape');
    await page.miss(parameterField);
  });

  it('runs again with the parameters of the last run', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    await api.runRecipe('countdown', { from: '1' });
    await runs.ended((await runs.started()).run);
    await runFromPalette(page, 'Threadbook: Run Again');
    const again = await runs.started();
    assert.equal(again.recipe, 'countdown');
    await runs.ended(again.run);
    await page.see(`${terminalText}:has-text("T-minus 1")`);
    assert.ok(!(await page.texts(terminalText)).join().includes('T-minus 2'));
    runs.stop();
  });

  it('opens the source of a recipe', async () => {
    assert.ok(page);
    await runFromPalette(page, 'Threadbook: Open Recipe Source');
    await pick(page, 'Open Recipe Source', 'Producer and consumer');
    await page.see('.tab.active:has-text("producer-consumer.ts")');
  });

  it('shows progress that can be cancelled, which stops the run', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('countdown', { from: '1000', stopAfter: '600000' });
    await showNotifications(page);
    const progress = '.notification-list-item:has-text("Running “A countdown that can be stopped”")';
    await page.see(progress);
    await page.click(`${progress} >> text=Cancel`);
    assert.deepEqual((await runs.ended(run)).outcome, { kind: 'stopped', by: 'request' });
    runs.stop();
  });
});
