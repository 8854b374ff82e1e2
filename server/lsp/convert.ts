// From the lint's words to the protocol's. Lines and columns count from 1 in the lint and from 0 in the protocol.
import { DiagnosticSeverity, type Diagnostic, type Range as ProtocolRange } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import type { Finding, Range, Severity } from '../lint/finding.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

export const toRange = (range: Range): ProtocolRange => ({
  start: { line: range.line - 1, character: range.column - 1 },
  end: { line: range.endLine - 1, character: range.endColumn - 1 },
});

/** The first line of it: a call whose argument is a function would underline the whole function. */
const firstLine = ({ start, end }: ProtocolRange): ProtocolRange => ({ start, end: end.line > start.line ? { line: start.line, character: Number.MAX_SAFE_INTEGER } : end });

/** `uriOf` knows the addresses of open documents, which may differ in spelling from what a path becomes. */
export function toDiagnostic(finding: Finding, uriOf: (path: string) => string): Diagnostic {
  return {
    range: firstLine(toRange(finding.site)),
    severity: severities[finding.severity],
    code: finding.rule,
    source: 'threadbook',
    message: finding.message,
    relatedInformation: finding.related.map((step) => ({ location: { uri: uriOf(step.site.file), range: toRange(step.site) }, message: step.message })),
  };
}

export const fileUri = (path: string): string => pathToFileURL(path).href;
