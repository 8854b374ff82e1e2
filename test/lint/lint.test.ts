// Runs the lint over every fixture and compares both ways: what is missing fails, and so does what nobody expected.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readGrammars } from '../../server/project/grammars.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import type { Language } from '../../server/lint/languages/language.js';
import { rules } from '../../server/lint/rules/index.js';
import { actualLines, expectedLines, findFixtures, fixtureRoot, lintFixture, namedFunctions } from './fixtures.js';
import { notApplicable } from './not-applicable.js';

describe('the lint', () => {
  let languages: readonly Language[];
  before(async () => {
    languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
  });

  const fixtures = findFixtures();
  for (const fixture of fixtures) {
    it(`${fixture.rule}/${fixture.name} (${fixture.language})`, () => {
      const { findings, engine } = lintFixture(fixture, languages);
      for (const path of fixture.files.keys()) assert.deepEqual(engine.facts(path)?.errors, [], `${path} does not parse`);
      const expected = expectedLines(fixture);
      assert.deepEqual(actualLines(findings), expected.lines, `Seen:\n${findings.map((finding) => `${finding.site.line} ${finding.rule}: ${finding.message}\n${finding.related.map((step) => `    ${step.site.line} ${step.message}`).join('\n')}`).join('\n')}`);
      for (const { rule, place, text } of expected.messages) {
        const found = findings.filter((finding) => finding.rule === rule && `${finding.site.file}:${finding.site.line}` === place);
        assert.ok(found.some((finding) => finding.message.includes(text)), `no message at ${place} has “${text}”, there is: ${found.map((finding) => finding.message).join(' ')}`);
      }
      const touched = new Set(findings.flatMap((finding) => [finding.site, ...finding.related.map((step) => step.site)]).map((site) => `${site.file}:${site.line}`));
      for (const { path, name, first, last, warned } of namedFunctions(fixture)) {
        const has = [...Array(last - first + 1).keys()].some((offset) => touched.has(`${path}:${first + offset}`));
        assert.equal(has, warned, warned ? `${name} says that it is warned of, and it is not` : `${name} says that it is not warned of, and it is`);
      }
    });
  }

  for (const rule of rules) {
    for (const language of ['py', 'ts', 'js']) {
      it(`${rule.id} has a basic case in ${language}, or a reason why not`, () => {
        const exists = existsSync(join(fixtureRoot, rule.id, `basic.${language}`));
        assert.equal(exists, notApplicable[rule.id]?.[language] === undefined);
      });
    }
    it(`${rule.id} has a page`, () => assert.ok(existsSync(join('docs', 'rules', `${rule.id}.md`)), `docs/rules/${rule.id}.md is missing`));
  }

  it('has no page and no folder without a rule', () => {
    const ids = new Set([...rules.map((rule) => rule.id), 'engine', 'real', 'README']);
    const pages = readdirSync(join('docs', 'rules')).map((name) => name.replace(/\.md$/, ''));
    for (const name of [...pages, ...fixtures.map((fixture) => fixture.rule)]) assert.ok(ids.has(name) || name === 'index', `nothing is called ${name}`);
  });
});
