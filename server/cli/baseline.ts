// The findings that a project has accepted for now: a file of fingerprints.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Finding } from '../lint/facts/finding.js';
import { UserError } from '../user-error.js';
import { fingerprints } from './finding-formats.js';

/** What a baseline file does not list. Where there is none, or `write` says so, it is written and nothing is new; `say` tells of that. */
export function newSince(file: string, write: boolean, findings: readonly Finding[], say: (text: string) => void): Finding[] {
  const prints = fingerprints(findings);
  if (write || !existsSync(file)) {
    writeFileSync(file, `${JSON.stringify({ version: 1, fingerprints: [...prints.values()].sort() }, null, 2)}\n`);
    say(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} written to ${file}.\n`);
    return [];
  }
  const listed = new Set(readBaseline(file));
  return findings.filter((finding) => !listed.has(prints.get(finding) ?? ''));
}

function readBaseline(file: string): string[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null && 'fingerprints' in content && Array.isArray(content.fingerprints)) return content.fingerprints.map(String);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UserError(`${file} is no baseline of threadbook. Delete it, or write it anew with --write-baseline.`);
}
