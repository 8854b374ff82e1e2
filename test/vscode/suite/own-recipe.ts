// A recipe of the user in the workspace, for the journeys that need one.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ThreadbookApi } from '../../../client/api.js';
import { row, when } from './threadbook.js';

export class OwnRecipe {
  readonly uri: vscode.Uri;

  constructor(name: string) {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    this.uri = vscode.Uri.joinPath(folder?.uri ?? assert.fail('no workspace is open'), name);
  }

  /** Writes the file and waits for its row, which says whether it can be loaded. */
  async write(api: ThreadbookApi, text: string, word: 'runnable' | 'broken' = 'runnable'): Promise<void> {
    await api.recipes(); // A server that runs.
    await vscode.workspace.fs.writeFile(this.uri, new TextEncoder().encode(text));
    await row(api, 'recipes', `the row to be ${word}`, ({ subject, context }) => subject?.recipe === this.uri.fsPath && context === `recipe ${word}`);
  }

  async remove(api: ThreadbookApi): Promise<void> {
    await vscode.workspace.fs.delete(this.uri);
    await when(api.onDidChangeRows, 'the row to go', () => (api.rows('recipes').some(({ subject }) => subject?.recipe === this.uri.fsPath) ? undefined : true));
  }
}
