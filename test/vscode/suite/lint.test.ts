// Lock-order warnings in the editor, with both paths.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { page } from './page.js';
import { when } from './threadbook.js';
import { picture, tidyWindow } from './window.js';

const program = `import threading

accounts_lock = threading.Lock()
audit_lock = threading.Lock()


def transfer(amount):
    with accounts_lock:
        write_audit(amount)


def write_audit(amount):
    with audit_lock:
        print(amount)


def report():
    with audit_lock:
        with accounts_lock:
            print("report")
`;

describe('lock-order warnings in the editor', () => {
  let folder: string;
  before(async () => {
    await tidyWindow();
    folder = await mkdtemp(join(tmpdir(), 'threadbook-'));
    await writeFile(join(folder, 'bank.py'), program);
  });
  after(async () => rm(folder, { recursive: true }));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('shows one warning for a circle, with every step of both paths, and none once it is mended', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder, 'bank.py'));
    const editor = await vscode.window.showTextDocument(document);
    const all = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(document.uri);
    const found = (): vscode.Diagnostic[] => all().filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
    const [finding] = await when(vscode.languages.onDidChangeDiagnostics, 'a warning', () => (found().length > 0 ? found() : undefined));
    assert.ok(finding);
    const code = finding.code;
    assert.equal(typeof code === 'object' ? code.value : code, 'lock-order-inversion');
    for (const name of ['accounts_lock', 'audit_lock', 'transfer', 'report']) assert.ok(finding.message.includes(name), `${name} is missing in: ${finding.message}`);
    const steps = (finding.relatedInformation ?? []).map(({ location }) => location.range.start.line + 1);
    assert.deepEqual(steps, [8, 9, 13, 18, 19]);
    assert.equal(found().length, 1);
    assert.equal(all().length, 2, 'and a hint where the other way begins');
    if (page !== undefined) {
      // As a person reads it: F8 opens the finding below its line, with every step as a link.
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await vscode.commands.executeCommand('editor.action.marker.next');
      await page.see('.marker-widget :text("report takes accounts_lock")');
      await picture(page, 'lock-order-warning');
      await vscode.commands.executeCommand('closeMarkersNavigation');
    }
    const second = new vscode.Range(17, 0, 19, 100);
    await editor.edit((edit) => edit.replace(second, '    with accounts_lock:\n        with audit_lock:\n            print("report")'));
    await when(vscode.languages.onDidChangeDiagnostics, 'the warning to go', () => (found().length === 0 ? true : undefined));
  });
});
