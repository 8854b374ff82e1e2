// textDocument/codeAction: what can be done about a finding where it stands.
import { CodeActionKind, type CodeAction, type CodeActionOptions, type Connection, type Diagnostic, type TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { unusedSilence } from '../lint/unused-silences.js';
import { rulePage, source } from './convert.js';
import type { LintDocuments } from './lint-documents.js';
import { scopedRelease } from './scoped-release.js';

export const codeActionCapability: CodeActionOptions = { codeActionKinds: [CodeActionKind.QuickFix] };

export function registerCodeActions(connection: Connection, documents: LintDocuments): void {
  connection.onCodeAction(({ textDocument, context }) => {
    const document = documents.document(textDocument.uri);
    if (!document) return [];
    return context.diagnostics.filter((diagnostic) => diagnostic.source === source && diagnostic.code !== undefined).flatMap((diagnostic) => actions(document, diagnostic));
  });
}

function actions(document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const rule = String(diagnostic.code);
  const fix = (title: string, edits: TextEdit[], isPreferred?: true): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: { changes: { [document.uri]: edits } },
    ...(isPreferred ? { isPreferred } : {}),
  });
  if (rule === unusedSilence) return [fix('Remove the comment that silences nothing', [removedComment(document, diagnostic)], true)];
  const scoped = rule === 'lock-leak' ? scopedRelease(document.getText().split('\n'), diagnostic.range.start.line, document.languageId) : undefined;
  return [
    ...(scoped ? [fix(scoped.title, [{ range: { start: { line: scoped.first, character: 0 }, end: { line: scoped.last + 1, character: 0 } }, newText: `${scoped.lines.join('\n')}\n` }], true)] : []),
    fix(`Silence ${rule} here, with a reason`, [silence(document, diagnostic.range.start.line, rule)]),
    { title: `Explain ${rule}`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title: `Explain ${rule}`, command: 'vscode.open', arguments: [rulePage(rule)] } },
  ];
}

/** A comment of its own on the line above. */
function silence(document: TextDocument, line: number, rule: string): TextEdit {
  const text = lineAt(document, line);
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  const mark = document.languageId === 'python' ? '#' : '//';
  return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, newText: `${indent}${mark} threadbook: ignore[${rule}] say why it cannot happen here\n` };
}

/** The whole line where nothing else stands on it. */
function removedComment(document: TextDocument, { range }: Diagnostic): TextEdit {
  const before = lineAt(document, range.start.line).slice(0, range.start.character);
  if (before.trim() === '') return { range: { start: { line: range.start.line, character: 0 }, end: { line: range.start.line + 1, character: 0 } }, newText: '' };
  return { range: { start: { line: range.start.line, character: before.trimEnd().length }, end: { line: range.start.line, character: Number.MAX_SAFE_INTEGER } }, newText: '' };
}

const lineAt = (document: TextDocument, line: number): string => document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/\r?\n$/, '');
