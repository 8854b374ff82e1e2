// From the lint's words to the protocol's. Lines and columns count from 1 in the lint and from 0 in the protocol.
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic, type DiagnosticRelatedInformation, type Range as ProtocolRange } from 'vscode-languageserver/node';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { inUsersWords } from '../finding-words.js';
import { l10n } from '../l10n.js';
import type { Finding, Range, Related, Severity } from '../lint/facts/finding.js';
import { unusedSilence } from '../lint/unused-silences.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
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
    ...(finding.rule === unusedSilence ? { tags: [DiagnosticTag.Unnecessary] } : { codeDescription: { href: rulePage(finding.rule) } }),
    source,
    message: inUsersWords(finding.message),
    relatedInformation: finding.related.map((step) => toStep(step, uriOf)),
    data: { steps: finding.related.map(({ message }) => message) } satisfies DiagnosticData,
  };
}

/** What comes back with a diagnostic when its fixes are asked for. */
export interface DiagnosticData {
  /** The messages of its related information as the lint says them, whatever the user's language is. */
  steps: string[];
}

const toStep = ({ site, message }: Related, uriOf: (path: string) => string): DiagnosticRelatedInformation => ({ location: { uri: uriOf(site.file), range: toRange(site) }, message: inUsersWords(message) });

/** The page that explains a rule; it comes with the product. */
export const rulePage = (rule: string): string => fileUri(join(__dirname, '..', '..', 'docs', 'rules', `${rule}.md`));

/** Rules whose findings have a second way that is a mistake as much as the first. */
const twoSided = /^(lock-order-inversion|join-under-lock|lock-in-finalizer)$/;

/** Hints in a file where another way of a finding begins: the editor shows nothing there by itself. */
export function toEcho(finding: Finding, path: string, uriOf: (path: string) => string): Diagnostic[] {
  if (!twoSided.test(finding.rule)) return [];
  return finding.related.flatMap(({ site, message }) => {
    if (!/^[B-Z]1:/.test(message) || site.file !== path || (site.file === finding.site.file && site.line === finding.site.line)) return [];
    return {
      range: firstLine(toRange(site)),
      severity: DiagnosticSeverity.Hint,
      code: finding.rule,
      codeDescription: { href: rulePage(finding.rule) },
      source,
      message: l10n.t('The other way of a {0}: {1}', finding.rule, inUsersWords(finding.message)),
      relatedInformation: [
        { location: { uri: uriOf(finding.site.file), range: toRange(finding.site) }, message: l10n.t('It is reported here.') },
        ...finding.related.map((step) => toStep(step, uriOf)),
      ],
      data: { steps: ['', ...finding.related.map((step) => step.message)] } satisfies DiagnosticData,
    };
  });
}

export const source = 'threadbook';

export const fileUri = (path: string): string => pathToFileURL(path).href;
