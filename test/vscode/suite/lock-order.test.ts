// The lint of a whole workspace as its user meets it: problems of files that nobody has opened, the Lock Order view, a fix, a page that explains, threadbook.json.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { row, threadbook, when } from './threadbook.js';
import { rowNamed, tidyWindow } from './window.js';

const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace is open'), name);

const program = `import threading

vault_lock = threading.Lock()
counter_lock = threading.Lock()


def open_vault():
    with vault_lock:
        with counter_lock:
            print("open")


def count():
    with counter_lock, vault_lock:
        print("count")
`;

describe('the lint of a workspace', () => {
  const uri = inWorkspace('vault.py');
  const config = inWorkspace('threadbook.json');
  const warnings = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
  const until = <T>(what: string, look: () => T | undefined): Promise<T> => when(vscode.languages.onDidChangeDiagnostics, what, look, () => JSON.stringify(vscode.languages.getDiagnostics(config).concat(warnings()).map(({ message }) => message)));

  before(async () => {
    await tidyWindow();
    await vscode.workspace.fs.writeFile(uri, Buffer.from(program));
    await (await threadbook()).recipes();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of [uri, config]) await vscode.workspace.fs.delete(each);
  });

  it('shows a problem of a file that nobody has opened, and its locks in the Lock Order view', async () => {
    const [finding] = await until('a problem of vault.py', () => (warnings().length > 0 ? warnings() : undefined));
    assert.match(finding?.message ?? '', /open_vault takes vault_lock and then counter_lock/);
    assert.ok(vscode.window.tabGroups.all.every(({ tabs }) => tabs.every(({ label }) => label !== 'vault.py')));
    const api = await threadbook();
    await vscode.commands.executeCommand('threadbook.lockOrder.focus');
    const contradiction = await row(api, 'lockOrder', 'the contradiction', ({ context, label }) => context === 'contradiction' && label === 'counter_lock ⇄ vault_lock');
    const orders = api.rows('lockOrder').filter(({ parent }) => parent === contradiction.id).map(({ label, description }) => [label, description]);
    assert.deepEqual(orders, [['counter_lock → vault_lock', 'count vault.py:14'], ['vault_lock → counter_lock', 'open_vault vault.py:9']]);
    if (page !== undefined) {
      // The first of the sample's contradictions: the others are below the edge of the view.
      const [, first] = api.rows('lockOrder');
      assert.ok(first?.site);
      await page.click(rowNamed('Lock Order', first.label));
      const line = first.site.line - 1;
      const either: vscode.Event<unknown> = (heard) => vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(heard), vscode.window.onDidChangeTextEditorSelection(heard));
      const there = (): boolean => /bank\.py$/.test(vscode.window.activeTextEditor?.document.uri.path ?? '') && vscode.window.activeTextEditor?.selection.active.line === line;
      await when(either, 'the line of the order', () => there() || undefined);
    }
  });

  it('mends it with a fix, and explains it on a page', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const [finding] = await until('the problem of the open file', () => (warnings().length > 0 ? warnings() : undefined));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, finding!.range, vscode.CodeActionKind.QuickFix.value);
    const titles = actions.map(({ title }) => title);
    assert.deepEqual(titles.slice(0, 2), ['Take counter_lock before vault_lock here', 'Take vault_lock before counter_lock in line 14']);
    const explain = actions.find(({ title }) => title.startsWith('Explain'))?.command;
    assert.ok(explain);
    await vscode.commands.executeCommand(explain.command, ...(explain.arguments as unknown[]));
    await when(vscode.window.tabGroups.onDidChangeTabs, 'the page', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => /lock-order-inversion/.test(label)));
    assert.ok(await vscode.workspace.applyEdit(actions[1]!.edit!));
    await until('the problem to go', () => (warnings().length === 0 ? true : undefined));
    assert.match(document.getText(), /with vault_lock, counter_lock:/);
    await document.save();
  });

  it('enforces the order that threadbook.json declares, and shows what is wrong in it', async () => {
    await vscode.workspace.fs.writeFile(config, Buffer.from('{\n  "order": ["counter_lock < vault_lock"]\n}\n'));
    const broken = await until('the declared order to be enforced', () => warnings().find(({ code }) => (typeof code === 'object' ? code.value : code) === 'declared-order-broken'));
    assert.ok(broken.relatedInformation?.some(({ location }) => location.uri.path.endsWith('/threadbook.json') && location.range.start.line === 1));
    await vscode.workspace.fs.writeFile(config, Buffer.from('{\n  "rulez": {},\n  "order": ["counter_lock < vault_lock", "vault_lock < counter_lock"]\n}\n'));
    const said = (): string[] => vscode.languages.getDiagnostics(config).map(({ message }) => message);
    await until('the contradiction', () => said().find((message) => /contradicts/.test(message)));
    await vscode.window.showTextDocument(config);
    // By VS Code's own JSON support, from the schema that ships.
    await until('the property that does not exist', () => said().find((message) => /rulez/.test(message)));
  });
});
