// A daemon runs and a run goes on, and then the whole editor is killed: this extension host, its language server, everything of the process group.
// What is left is looked at in reopened.test.ts, by the next editor.
import assert from 'node:assert/strict';
import { page } from './page.js';
import { clean, listen, row, threadbook } from './threadbook.js';

describe('an editor that is killed', () => {
  it('has a daemon, and a run, and goes down with SIGKILL', async function () {
    if (page === undefined) return this.skip();
    const api = await threadbook();
    await clean(api);
    const runs = listen(api);
    const { run } = await api.runRecipe('unix-daemon', { action: 'start', name: 'survivor' });
    assert.equal((await runs.ended(run)).outcome.kind, 'completed');
    await row(api, 'daemons', 'the daemon', ({ label, context }) => label === 'survivor' && context === 'daemon running');
    await api.runRecipe('countdown', { from: '1000' });
    await page.killEditor();
    await new Promise(() => undefined); // Nothing of this process is there to go on.
  });
});
