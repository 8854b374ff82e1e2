// docs/rules/README.md says which rule works in which language, as far as the fixtures show it. THREADBOOK_WRITE_DOCS=1 writes it anew.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/lint/rules/index.js';
import { fixtureRoot } from './fixtures.js';
import { notApplicable } from './not-applicable.js';

const page = join('docs', 'rules', 'README.md');
const languages = [
  ['py', 'Python'],
  ['ts', 'TypeScript'],
  ['js', 'JavaScript'],
] as const;

function table(): string {
  const notes: string[] = [];
  const cell = (rule: string, ending: string): string => {
    const reason = notApplicable[rule]?.[ending];
    if (reason === undefined) return existsSync(join(fixtureRoot, rule, `basic.${ending}`)) ? 'yes' : 'not tested';
    if (!notes.includes(reason)) notes.push(reason);
    return `– (${notes.indexOf(reason) + 1})`;
  };
  const rows = rules.map(({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${languages.map(([ending]) => cell(id, ending)).join(' | ')} | ${summary} |`);
  const head = `| rule | severity | ${languages.map(([, name]) => name).join(' | ')} | what is wrong |\n|---|---|${languages.map(() => '---|').join('')}---|`;
  return `# Rules\n\nWritten by the tests: “yes” where a fixture shows the rule at work in the language, what it warns of and what it does not.\n\n${head}\n${rows.join('\n')}\n\n${notes.map((note, index) => `${index + 1}. ${note[0]?.toUpperCase()}${note.slice(1)}.`).join('\n')}\n`;
}

describe('the table of rules', () => {
  it('is what the rules and fixtures say', () => {
    if (process.env['THREADBOOK_WRITE_DOCS']) writeFileSync(page, table());
    assert.equal(readFileSync(page, 'utf8'), table(), `${page} is not up to date: THREADBOOK_WRITE_DOCS=1 npx mocha out/test/lint/rule-table.test.js`);
  });
});
