// Restricted Mode: nothing of an untrusted workspace is run; the lint, which only reads, works.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { found } from './found.js';
import { page } from './page.js';
import { runFromPalette } from './palette.js';
import { threadbook } from './threadbook.js';
import { showNotifications } from './window.js';

describe('an untrusted workspace', () => {
  it('is untrusted', () => assert.equal(vscode.workspace.isTrusted, false));

  it('is linted', async () => {
    await threadbook();
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'bank.py');
    await vscode.window.showTextDocument(uri);
    await found(uri, 'lock-order-inversion');
  });

  it('runs nothing, and says why', async () => {
    const api = await threadbook();
    await assert.rejects(api.runRecipe('countdown'), /not trusted|Restricted Mode/);
  });

  it('explains in the view and at the command why nothing runs, with a way to change that', async function () {
    if (page === undefined) this.skip();
    await threadbook();
    await vscode.commands.executeCommand('threadbook.threads.focus');
    await page.see('.welcome-view-content:has-text("not trusted") >> text=Manage Workspace Trust');
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await showNotifications(page);
    await page.see('.notification-list-item:has-text("not trusted") >> text=Manage Workspace Trust');
    assert.deepEqual(await page.texts('.quick-input-title:visible'), []);
  });
});
