// What the editor says about a circle of locks, in Python and in TypeScript alike: on the other path's line, under the pointer, silenced, and what a run has shown of it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { clean, listen, threadbook, when } from './threadbook.js';

const python = `import threading

shelf_lock = threading.Lock()
label_lock = threading.Lock()


def store():
    with shelf_lock:
        with label_lock:
            print("store")


def relabel():
    with label_lock:
        with shelf_lock:
            print("relabel")
`;

/** Both ways are gone, one after the other: it shows the orders and does not deadlock. */
const typescript = `import { defineRecipe } from 'threadbook/recipe';
import { Lock, task, Thread } from 'threadbook/threading';

class Shop {
  readonly shelf_lock = new Lock();
  readonly label_lock = new Lock();
}

export const store = task(import.meta.url, function store(shop: Shop) {
  using shelf = shop.shelf_lock.hold();
  using label = shop.label_lock.hold();
});

export const relabel = task(import.meta.url, function relabel(shop: Shop) {
  using label = shop.label_lock.hold();
  using shelf = shop.shelf_lock.hold();
});

export const recipe = defineRecipe({
  title: 'Both ways through the shop',
  main() {
    const shop = new Shop();
    for (const way of [store, relabel]) {
      const thread = new Thread(way, { args: [shop] });
      thread.start();
      thread.join();
    }
  },
});
`;

const cases = [
  { language: 'Python', name: 'shop.py', text: python, comment: '#', hovered: 'shelf_lock', owner: '', declared: 3 },
  { language: 'TypeScript', name: 'shop.recipe.ts', text: typescript, comment: '//', hovered: 'shelf_lock', owner: 'Shop.', declared: 5 },
];

for (const { language, name, text, comment, hovered, owner, declared } of cases) {
  describe(`a circle of locks in ${language}`, () => {
    const { uri } = new OwnRecipe(name);
    const all = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'threadbook');
    const codeOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);
    const circles = (): vscode.Diagnostic[] => all().filter((each) => codeOf(each) === 'lock-order-inversion' && each.severity !== vscode.DiagnosticSeverity.Hint);
    const until = <T>(what: string, look: () => T | undefined): Promise<T> => when(vscode.languages.onDidChangeDiagnostics, what, look, () => JSON.stringify(all()));
    const actionsFor = (finding: vscode.Diagnostic) => vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, finding.range, vscode.CodeActionKind.QuickFix.value);
    /** Counted from 1. */
    const lineWith = (words: string, from = 0): number => text.slice(0, text.indexOf(words, from)).split('\n').length;
    let document: vscode.TextDocument;

    before(async () => {
      await (await threadbook()).recipes();
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(uri);
      await clean(await threadbook());
    });

    it('is one problem, and a hint where the other way begins', async () => {
      const [finding] = await until('the problem', () => (circles().length > 0 ? circles() : undefined));
      assert.equal(circles().length, 1);
      const hints = all().filter(({ severity }) => severity === vscode.DiagnosticSeverity.Hint);
      assert.equal(hints.length, 1, JSON.stringify(all()));
      const other = text.indexOf('relabel(');
      const lines = [finding!, hints[0]!].map(({ range }) => range.start.line + 1).sort((a, b) => a - b);
      assert.ok(lines[0]! < lineWith('relabel(', other) && lines[1]! > lineWith('relabel(', other), `${lines.join(' and ')} are not one in each function`);
    });

    it('tells of a lock under the pointer where it is declared, and what is taken before and after it', async () => {
      const taken = text.indexOf(hovered, text.indexOf('store('));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, document.positionAt(taken + 1));
      const said = hovers.flatMap(({ contents }) => contents.map((each) => (typeof each === 'string' ? each : each.value))).join('\n');
      assert.match(said, new RegExp(`\\*\\*${owner}shelf_lock\\*\\* — lock, declared in \\[${name.replaceAll('.', '\\.')}:${declared}\\]`));
      assert.match(said, /Taken in 2 places/);
      assert.match(said, new RegExp(`After ${owner}label_lock`));
      assert.match(said, new RegExp(`Before ${owner}label_lock`));
    });

    it('is silenced with a reason, and the comment is told of once it silences nothing', async () => {
      const [finding] = await until('the problem', () => (circles().length > 0 ? circles() : undefined));
      const silence = (await actionsFor(finding!)).find(({ title }) => title.startsWith('Silence'));
      assert.ok(silence?.edit);
      assert.ok(await vscode.workspace.applyEdit(silence.edit));
      await until('silence', () => (all().length === 0 ? true : undefined));
      const line = document.getText().split('\n').find((each) => each.includes('threadbook: ignore'));
      assert.match(line ?? '', new RegExp(`^\\s*${comment} threadbook: ignore\\[lock-order-inversion\\] \\S+`));
      // Mended: the second function takes them as the first does.
      const now = document.getText();
      const from = now.indexOf('relabel(');
      const mended = now.slice(0, from) + now.slice(from).replace(/label_lock|shelf_lock/g, (word) => (word === 'label_lock' ? 'shelf_lock' : 'label_lock'));
      const whole = new vscode.WorkspaceEdit();
      whole.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), mended);
      assert.ok(await vscode.workspace.applyEdit(whole));
      const unused = await until('the comment that silences nothing', () => all().find((each) => codeOf(each) === 'unused-silence'));
      const [remove] = await actionsFor(unused);
      assert.ok(remove?.edit);
      assert.ok(await vscode.workspace.applyEdit(remove.edit));
      await until('nothing to be said', () => (all().length === 0 ? true : undefined));
      assert.ok(!document.getText().includes('threadbook: ignore'));
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    if (!name.includes('.recipe.')) return;
    it('says in which run its orders were observed', async () => {
      const api = await threadbook();
      await until('the problem', () => (circles().length > 0 ? circles() : undefined));
      const runs = listen(api);
      const { run } = await api.runRecipe(uri.fsPath);
      assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
      runs.stop();
      const observed = (): string[] => circles().flatMap(({ relatedInformation }) => (relatedInformation ?? []).map(({ message }) => message)).filter((message) => message.includes(`observed in run ${run}`));
      const said = await until('both orders to be observed', () => (observed().length === 2 ? observed() : undefined));
      assert.match(said[0] ?? '', /^A was observed/);
      assert.match(said[1] ?? '', /^B was observed/);
    });
  });
}
