// Restricted Mode: nothing of an untrusted workspace is run; the lint, which only reads, works.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { found } from './found.js';
import { threadbook } from './threadbook.js';

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
});
