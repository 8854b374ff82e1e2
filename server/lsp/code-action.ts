// textDocument/codeAction: what can be done about a finding where it stands, and about all of a file at once.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CodeActionKind, type CodeAction, type CodeActionOptions, type Connection, type Diagnostic, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { l10n } from '../l10n.js';
import type { Site } from '../protocol.js';
import { slashed } from '../project/source-files.js';
import { unusedSilence } from '../lint/unused-silences.js';
import { source, type DiagnosticData } from './convert.js';
import type { Fix, LineEdit, Problem } from './fixes/fix.js';
import { fixers } from './fixes/index.js';
import type { LintDocuments } from './lint-documents.js';

/** Everything in the file that can be mended without a person looking. */
const fixAll = 'source.fixAll.threadbook';

export const codeActionCapability: CodeActionOptions = { codeActionKinds: [CodeActionKind.QuickFix, fixAll] };

export function registerCodeActions(connection: Connection, documents: LintDocuments): void {
  connection.onCodeAction(async ({ textDocument, context }) => {
    const document = documents.document(textDocument.uri);
    if (!document) return [];
    const ours = context.diagnostics.filter((diagnostic) => diagnostic.source === source && diagnostic.code !== undefined);
    const others = await otherTexts(ours, textDocument.uri, documents);
    const wants = (kind: string): boolean => !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
    return [
      ...(wants(CodeActionKind.QuickFix) ? ours.flatMap((diagnostic) => actions(document, diagnostic, others)) : []),
      // Not in the light bulb's list: only who asks for it, as on saving, gets it.
      ...(context.only && wants(fixAll) ? everything(document, ours, others) : []),
    ];
  });
}

/** Fixes first, then what shows and explains, last what silences. */
function actions(document: TextDocument, diagnostic: Diagnostic, others: Texts): CodeAction[] {
  const rule = String(diagnostic.code);
  const quickFix = (title: string, edit: WorkspaceEdit, isPreferred = false): CodeAction => ({ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit, ...(isPreferred ? { isPreferred } : {}) });
  const action = (title: string, edits: TextEdit[], isPreferred = false): CodeAction => quickFix(title, { changes: { [document.uri]: edits } }, isPreferred);
  if (rule === unusedSilence) return [action(l10n.t('Remove the comment that silences nothing'), [removedComment(document, diagnostic)], true)];
  const fixes = fixesOf(document, diagnostic, others);
  // Where a person has to choose, nothing is preferred but what changes nothing else.
  const preferred = fixes.find(({ safe }) => safe) ?? (fixes.length === 1 ? fixes[0] : undefined);
  const explain = l10n.t('Explain {0}', rule);
  return [
    ...fixes.map((fix) => quickFix(fix.title, workspaceEdit(document, fix, others), fix === preferred)),
    ...(showsOrder.has(rule) ? [inPicture(document, diagnostic)] : []),
    { title: explain, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title: explain, command: 'threadbook.explainRule', arguments: [{ rule }] } },
    action(l10n.t('Silence {0} here, with a reason', rule), [silence(document, diagnostic.range.start.line, rule)]),
  ];
}

/** Rules whose findings are about locks in the graph of orders. */
const showsOrder: ReadonlySet<string> = new Set(['lock-order-inversion', 'declared-order-broken']);

/** The picture of the Lock Order, with what the finding is about in sight. */
function inPicture(document: TextDocument, diagnostic: Diagnostic): CodeAction {
  const locations = [{ uri: document.uri, range: diagnostic.range }, ...(diagnostic.relatedInformation ?? []).map(({ location }) => location)];
  const sites = locations.flatMap(({ uri, range: { start } }): Site[] => (uri.startsWith('file:') ? [{ file: slashed(fileURLToPath(uri)), line: start.line + 1, column: start.character + 1 }] : []));
  const title = l10n.t('Show the picture of the Lock Order');
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title, command: 'threadbook.showLockOrder', arguments: [{ sites }] } };
}

/** The files in which other ways of the findings run, as they are now: what is open counts as it is typed. */
async function otherTexts(diagnostics: readonly Diagnostic[], own: string, documents: LintDocuments): Promise<Texts> {
  const uris = new Set(diagnostics.flatMap((diagnostic) => (diagnostic.relatedInformation ?? []).map(({ location }) => location.uri)).filter((uri) => uri !== own));
  const found = await Promise.all(
    [...uris].map(async (uri): Promise<[string, TextDocument][]> => {
      const open = documents.document(uri);
      if (open) return [[uri, open]];
      // What is gone since, or no file, is offered no fix.
      const text = uri.startsWith('file:') ? await readFile(fileURLToPath(uri), 'utf8').catch(() => undefined) : undefined;
      return text === undefined ? [] : [[uri, TextDocument.create(uri, '', -1, text)]];
    }),
  );
  return new Map(found.flat());
}

type Texts = ReadonlyMap<string, TextDocument>;

/** Of one file as it was; of several with the version that each had, so that an editor refuses what no longer fits. */
function workspaceEdit(document: TextDocument, { edits }: Fix, others: Texts): WorkspaceEdit {
  if (edits.every(({ uri }) => uri === undefined)) return { changes: { [document.uri]: edits.map((edit) => textEdit(document, edit)) } };
  const files = new Map<TextDocument, LineEdit[]>();
  for (const edit of edits) {
    const file = edit.uri === undefined ? document : others.get(edit.uri);
    if (file) files.set(file, [...(files.get(file) ?? []), edit]);
  }
  return { documentChanges: [...files].map(([file, mine]) => ({ textDocument: { uri: file.uri, version: file.version < 0 ? null : file.version }, edits: mine.map((edit) => textEdit(file, edit)) })) };
}

const linesOf = (document: TextDocument): string[] => document.getText().split(/\r?\n/);

function fixesOf(document: TextDocument, diagnostic: Diagnostic, others: Texts): Fix[] {
  const said = (diagnostic.data as Partial<DiagnosticData> | undefined)?.steps;
  const steps = (diagnostic.relatedInformation ?? []).flatMap(({ location: { uri, range }, message: shown }, index) => {
    const message = said?.[index] ?? shown;
    const way = /^([A-Z])\d+: /.exec(message)?.[1];
    return way ? [{ way, ...(uri === document.uri ? {} : { uri }), line: range.start.line, message }] : [];
  });
  const problem: Problem = { rule: String(diagnostic.code), lines: linesOf(document), line: diagnostic.range.start.line, steps, python: document.languageId === 'python', others: new Map([...others].map(([uri, other]) => [uri, linesOf(other)])) };
  return fixers.flatMap((fixer) => fixer(problem));
}

/** One action with every safe fix; of two that touch each other the first one, the next time comes for the other. */
function everything(document: TextDocument, diagnostics: readonly Diagnostic[], others: Texts): CodeAction[] {
  const edits: TextEdit[] = [];
  const mended: Diagnostic[] = [];
  for (const diagnostic of [...diagnostics].sort((a, b) => a.range.start.line - b.range.start.line)) {
    const fix = diagnostic.code === unusedSilence ? undefined : fixesOf(document, diagnostic, others).find(({ safe }) => safe);
    const wanted = diagnostic.code === unusedSilence ? [removedComment(document, diagnostic)] : (fix?.edits.map((edit) => textEdit(document, edit)) ?? []);
    if (wanted.length === 0 || wanted.some((edit) => edits.some((other) => edit.range.start.line <= other.range.end.line && other.range.start.line <= edit.range.end.line))) continue;
    edits.push(...wanted);
    mended.push(diagnostic);
  }
  return edits.length > 0 ? [{ title: l10n.t('Fix what Threadbook can mend safely'), kind: fixAll, diagnostics: mended, edit: { changes: { [document.uri]: edits } } }] : [];
}

/** From the first character that is replaced to the end of the last line, whose line end stays. */
function textEdit(document: TextDocument, { first, last, lines }: LineEdit): TextEdit {
  const end = /\r\n/.test(document.getText()) ? '\r\n' : '\n';
  return { range: { start: { line: first, character: 0 }, end: { line: last, character: lineAt(document, last).length } }, newText: lines.join(end) };
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
