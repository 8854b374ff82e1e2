// The task `threadbook: lint`: its findings become Problems.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { threadbook, when } from './threadbook.js';
import { terminalText, tidyWindow } from './window.js';

describe('the task that lints', () => {
  before(async () => {
    await tidyWindow();
    // So that what is found is found by the task.
    await vscode.workspace.getConfiguration().update('threadbook.lint.enable', false, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace.getConfiguration().update('threadbook.lint.enable', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('puts what the command line finds into the Problems', async () => {
    await threadbook();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(vscode.Uri.joinPath(folder, 'bank.py')).filter(({ source }) => source === 'threadbook');
    await when(vscode.languages.onDidChangeDiagnostics, 'no findings of the editor', () => (problems().length === 0 ? true : undefined));
    const [task, ...others] = await vscode.tasks.fetchTasks({ type: 'threadbook' });
    assert.ok(task);
    assert.equal(others.length, 0);
    assert.deepEqual(task.problemMatchers, ['$threadbook']);
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await ended, 1, 'there are findings');
    const [problem, ...more] = await when(vscode.languages.onDidChangeDiagnostics, 'a Problem', () => (problems().length > 0 ? problems() : undefined));
    assert.deepEqual([problem?.code, problem?.severity, problem?.range.start.line, more.length], ['lock-order-inversion', vscode.DiagnosticSeverity.Error, 16, 0]);
    if (page === undefined) return;
    await page.see(`${terminalText}:has-text("2 findings in")`);
  });
});
