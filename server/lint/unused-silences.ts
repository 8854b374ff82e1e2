// Comments that silence a rule where there is nothing to silence: they hide the next finding that comes there.
import type { FileFacts, Silence } from './facts/facts.js';
import { fixedSite, siteOf, type Finding } from './facts/finding.js';

export const unusedSilence = 'unused-silence';

export const silences = (silence: Silence, finding: Finding): boolean => silence.line === finding.site.line && (silence.rules.length === 0 || silence.rules.includes(finding.rule));

/** `all` are the findings of the file before any of them was silenced. */
export function unusedSilences(facts: FileFacts, all: readonly Finding[]): Finding[] {
  return facts.silences.flatMap((silence): Finding[] => {
    const idle = silence.rules.filter((rule) => !all.some((finding) => finding.rule === rule && silences(silence, finding)));
    if (silence.rules.length === 0 ? all.some((finding) => silences(silence, finding)) : idle.length === 0) return [];
    const site = fixedSite(siteOf(facts.path, silence.at));
    const what = idle.length > 0 ? `${idle.join(', ')} finds nothing` : 'no rule finds anything';
    return [{ rule: unusedSilence, severity: 'hint', site, message: `This comment silences nothing: ${what} at line ${silence.line}. Remove it.`, related: [{ site: { ...site, line: silence.line, endLine: silence.line, column: 1, endColumn: 1 }, message: 'the line that it speaks of' }] }];
  });
}
