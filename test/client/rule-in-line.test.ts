// The names of rules in what `threadbook lint` writes, for the links of a terminal.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { rulesIn } from '../../client/rule-in-line.js';
import { findingsAsText } from '../../server/cli/finding-formats.js';
import { rules } from '../../server/lint/rules/index.js';
import type { Finding } from '../../server/lint/facts/finding.js';

const at: Finding['site'] = { file: '/w/bank.py', line: 7, column: 9, endLine: 7, endColumn: 12 };

describe('the name of a rule in a line', () => {
  for (const { id } of rules) {
    it(`is found where it stands, and has a page: ${id}`, () => {
      const [line = '', step = ''] = findingsAsText([{ rule: id, severity: 'warning', site: at, message: 'a [b-c] d', related: [{ site: at, message: 'A1: takes [x-y] z' }] }], 1).split('\n');
      const [found, ...others] = rulesIn(line);
      assert.deepEqual([found?.rule, others], [id, []]);
      assert.equal(line.slice(found!.start, found!.start + id.length), id);
      assert.deepEqual(rulesIn(step), []);
      assert.ok(readdirSync('docs/rules').includes(`${id}.md`));
    });
  }
});
