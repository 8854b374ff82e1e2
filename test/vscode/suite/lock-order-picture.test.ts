// The Lock Order as a picture: opened from its view and from a finding, walked with the keys, filtered, alive.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { inEveryTheme } from './themes.js';
import { row, threadbook, when } from './threadbook.js';
import { tidyWindow, viewRows } from './window.js';

const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace is open'), name);

const program = `import threading

gate_lock = threading.Lock()
list_lock = threading.Lock()


def enter():
    with gate_lock:
        with list_lock:
            print("in")


def leave():
    with list_lock:
        with gate_lock:
            print("out")
`;
const mended = program.replace('    with list_lock:\n        with gate_lock:', '    with gate_lock:\n        with list_lock:');

describe('the picture of the Lock Order', () => {
  const uri = inWorkspace('gate.py');
  const config = inWorkspace('threadbook.json');
  const write = (to: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(to, Buffer.from(text));

  before(async () => {
    await tidyWindow();
    await write(uri, program);
    await (await threadbook()).recipes();
  });
  afterEach(async () => {
    await vscode.workspace.getConfiguration().update('workbench.colorTheme', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
  after(async () => {
    for (const each of [uri, config]) await vscode.workspace.fs.delete(each);
  });

  it('is opened from the view, stands out, is walked with the keys, and leads to the source', async function () {
    if (page === undefined) return this.skip();
    await vscode.commands.executeCommand('threadbook.lockOrder.focus');
    await row(await threadbook(), 'lockOrder', 'the contradiction', ({ context, label }) => context === 'contradiction' && label === 'gate_lock ⇄ list_lock');
    await page.hover(viewRows('Lock Order')); // The buttons of a view are shown under the mouse.
    await page.click('.pane-header .action-label[aria-label="Show Lock Order Picture"]');
    await page.see('webview [role="alert"] button:has-text("Contradiction: Bank.accounts_lock → Bank.audit_lock")');
    await page.see('webview .node.alarm:has-text("stockMutex")');
    await page.see('webview .node.alarm:has-text("gate_lock")');
    assert.ok((await page.texts('webview .link-arrow .edge.alarm')).length >= 6, 'two of the bank, two of the shop, two of the gate');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await inEveryTheme(page, 'lock-order', 'webview .node.alarm');

    await page.click('webview input[type="search"]');
    await page.type('gate.py');
    await page.see('webview [role="status"]:has-text("Locks: 2. Orders: 2.")');
    assert.equal((await page.texts('webview .node')).length, 2);
    await page.press('Tab'); // the button
    await page.press('Tab');
    const focused = 'webview [data-node]:focus';
    const first = await page.attribute(focused, 'data-node');
    await page.press('ArrowRight');
    const order = await page.attribute(focused, 'aria-label');
    assert.match(order ?? '', /_lock, then \w+_lock, \w+ gate\.py:\d+, contradiction/);
    await page.press('ArrowRight');
    assert.notEqual(await page.attribute(focused, 'data-node'), first);
    await page.press('ArrowLeft');
    await page.press('Enter');
    await page.see('.tab.active:has-text("gate.py")');
    const [, line] = /gate\.py:(\d+)/.exec(order ?? '') ?? [];
    await when(vscode.window.onDidChangeTextEditorSelection, 'the line of the order', () => (vscode.window.activeTextEditor?.selection.active.line === Number(line) - 1 ? true : undefined));
  });

  it('shows what a finding is about, and goes on as the source does', async function () {
    if (page === undefined) return this.skip();
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const finding = await when(vscode.languages.onDidChangeDiagnostics, 'the finding', () => vscode.languages.getDiagnostics(uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, finding.range, vscode.CodeActionKind.QuickFix.value);
    const command = actions.find(({ title }) => title === 'Show the picture of the Lock Order')?.command;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    const chosen = 'webview [role="alert"] button[aria-pressed="true"]';
    await page.see(`${chosen}:has-text("gate_lock")`);
    await page.see('webview .link-arrow:focus');
    assert.equal((await page.texts('webview .node')).length, 2, 'the contradiction alone');
    await page.click(chosen);
    await page.see('webview .node.alarm:has-text("stockMutex")');

    // Beside the page, where it stays in sight.
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
    await write(config, '{ "order": ["gate_lock < list_lock"] }\n');
    await page.see('webview [role="alert"] p:has-text("gate_lock < list_lock is declared")');
    const everything = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, everything, mended);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await page.miss('webview [role="alert"]:has-text("gate_lock")');
    await page.see('webview .node.plain:has-text("gate_lock")');
    await page.see('webview tbody tr:has-text("declared: gate_lock < list_lock")');
    await document.save();
  });
});
