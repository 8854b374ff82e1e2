// What the lint says of the file in the active editor, in the status of its language: how many findings, and a way to the order of its locks.
import { DiagnosticSeverity, l10n, languages, LanguageStatusSeverity, window, type Disposable } from 'vscode';
import { languages as linted } from './server.js';

export function showLintStatus(): Disposable[] {
  const item = languages.createLanguageStatusItem('threadbook.lint', linted.map((language) => ({ language })));
  item.name = l10n.t('Lock Order');
  item.command = { command: 'threadbook.lockOrder.focus', title: l10n.t('Show Lock Order') };
  const show = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const found = uri === undefined ? [] : languages.getDiagnostics(uri).filter(({ source, severity }) => source === 'threadbook' && severity !== DiagnosticSeverity.Hint);
    item.text = found.length === 0 ? l10n.t('No lock-order warnings') : found.length === 1 ? l10n.t('1 lock-order warning') : l10n.t('{0} lock-order warnings', found.length);
    item.severity = found.length === 0 ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  };
  show();
  return [item, languages.onDidChangeDiagnostics(show), window.onDidChangeActiveTextEditor(show)];
}
