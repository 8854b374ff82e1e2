// Findings as text, JSON, SARIF and annotations. Knows the formats and nothing of how findings come about.
import { createHash } from 'node:crypto';
import type { Finding, Related, Severity, Site } from '../lint/facts/finding.js';
import type { Rule } from '../lint/rules/rule.js';
import { shown } from '../project/source-files.js';

/** A finding as it stands in JSON; paths are relative to the working directory. */
export function plainFinding({ rule, severity, site, message, related }: Finding) {
  return {
    rule,
    severity,
    file: shown(site.file),
    line: site.line,
    column: site.column,
    message,
    related: related.map((step) => ({ file: shown(step.site.file), line: step.site.line, column: step.site.column, message: step.message })),
  };
}

export function findingsAsText(findings: readonly Finding[], files: number): string {
  const lines: string[] = [];
  for (const { rule, severity, site, message, related } of findings) {
    lines.push(`${shown(site.file)}:${site.line}:${site.column}: ${severity} [${rule}] ${message}`);
    for (const step of related) lines.push(`    ${shown(step.site.file)}:${step.site.line}:${step.site.column}: ${step.message}`);
  }
  const noun = files === 1 ? 'file' : 'files';
  lines.push(findings.length === 0 ? `Nothing found in ${files} ${noun}.` : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${files} ${noun}.`);
  return `${lines.join('\n')}\n`;
}

/**
 * The same finding after lines have moved. Made of the rule, the file and the messages with all line numbers left out;
 * equal ones are told apart by their order.
 */
export function fingerprints(findings: readonly Finding[]): Map<Finding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const words = [finding.rule, shown(finding.site.file), finding.message, ...finding.related.map((step) => `${shown(step.site.file)} ${step.message}`)].join('\n').replace(/\bline \d+/g, 'line');
      const base = createHash('sha256').update(words).digest('hex').slice(0, 32);
      const count = (seen.get(base) ?? 0) + 1;
      seen.set(base, count);
      return [finding, `${base}:${count}`];
    }),
  );
}

const levels: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** SARIF 2.1.0: the paths of a finding are the thread flows of one code flow. */
export function findingsAsSarif(findings: readonly Finding[], rules: readonly Rule[]): string {
  const prints = fingerprints(findings);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'threadbook', rules: rules.map((rule) => ({ id: rule.id, shortDescription: { text: rule.summary }, defaultConfiguration: { level: levels[rule.severity] } })) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: rules.findIndex((rule) => rule.id === finding.rule),
          level: levels[finding.severity],
          message: { text: finding.message },
          locations: [location(finding.site)],
          relatedLocations: finding.related.map((step, id) => ({ id, ...location(step.site), message: { text: step.message } })),
          codeFlows: [{ threadFlows: paths(finding.related).map((steps, id) => ({ id: `${id + 1}`, locations: steps.map((step) => ({ location: { ...location(step.site), message: { text: step.message } } })) })) }],
          partialFingerprints: { 'threadbook/v1': prints.get(finding) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Steps that begin with the same letter belong to one thread. */
function paths(related: readonly Related[]): Related[][] {
  const byLetter = new Map<string, Related[]>();
  for (const step of related) {
    const letter = step.message[0] ?? '';
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), step]);
  }
  return [...byLetter.values()];
}

const location = (site: Site) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(shown(site.file)) },
    region: { startLine: site.line, startColumn: site.column, endLine: site.endLine, endColumn: site.endColumn },
  },
});

/** Workflow commands that GitHub shows beside the changed lines. */
export function findingsAsAnnotations(findings: readonly Finding[]): string {
  const commands: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };
  const escape = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string): string => escape(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return findings
    .map(({ rule, severity, site, message, related }) => {
      const steps = related.map((step) => `${shown(step.site.file)}:${step.site.line} ${step.message}`).join('\n');
      return `::${commands[severity]} file=${property(shown(site.file))},line=${site.line},col=${site.column},title=${property(rule)}::${escape(`${message}\n${steps}`)}\n`;
    })
    .join('');
}
