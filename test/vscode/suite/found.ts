// Waiting for a diagnostic.
import * as vscode from 'vscode';

/** Waits for a diagnostic with that code. */
export async function found(uri: vscode.Uri, code: string): Promise<void> {
  const there = () => vscode.languages.getDiagnostics(uri).some((each) => (typeof each.code === 'object' ? each.code.value : each.code) === code);
  if (there()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${code} in ${uri.path}: ${JSON.stringify(vscode.languages.getDiagnostics(uri))}`)), 20_000);
    const subscription = vscode.languages.onDidChangeDiagnostics(() => {
      if (!there()) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}
