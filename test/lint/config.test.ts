// threadbook.json: what it says, and what is told to whoever wrote something wrong.
import assert from 'node:assert/strict';
import { readLintConfig, withSeverities } from '../../server/project/lint-config.js';
import { lintConfigSchema } from '../../server/project/lint-config-schema.js';
import type { Finding } from '../../server/lint/facts/finding.js';
import { rules } from '../../server/lint/rules/index.js';

const read = (text: string) => readLintConfig('/project/threadbook.json', text);
const places = async (text: string): Promise<string[]> => (await read(text)).problems.map(({ site, message }) => `${site.line}:${site.column} ${message}`);

describe('threadbook.json', () => {
  it('sets severities, leaves files out and declares an order', async () => {
    const { config, problems } = await read('{\n  "rules": { "lock-leak": "off", "event-reused": "error" },\n  "exclude": ["vendor", "gen/**/*.ts"],\n  "order": ["a < b<c"]\n}');
    assert.deepEqual(problems, []);
    assert.deepEqual([...config.rules], [['lock-leak', 'off'], ['event-reused', 'error']]);
    assert.deepEqual(config.order.map(({ before, after, site }) => `${before} ${after} ${site.line}:${site.column}`), ['a b 4:13', 'b c 4:13']);
    const left = ['/project/vendor/deep/x.py', '/project/gen/a/b.ts', '/project/gen/a/b.py', '/project/src/vendor.py', '/elsewhere/vendor/x.py'].filter((path) => config.excludes(path));
    assert.deepEqual(left, ['/project/vendor/deep/x.py', '/project/gen/a/b.ts']);
  });

  it('says where a rule’s name is wrong, and what is wrong does not count', async () => {
    const text = '{\n  "rules": {\n    "lock-lek": "off",\n    "lock-leak": "warn",\n    "event-reused": "hint"\n  }\n}';
    const { config, problems } = await read(text);
    assert.deepEqual([...config.rules], [['event-reused', 'hint']]);
    assert.deepEqual(problems.map(({ site }) => `${site.line}:${site.column}`).sort(), ['3:5', '4:18']);
    assert.match(problems.map(({ message }) => message).sort().join('\n'), /lock-lek is not allowed[\s\S]*Valid values: "off", "hint"/);
  });

  it('says where the text is no JSON', async () => {
    const [first] = await places('{ "rules": {');
    assert.match(first ?? '', /^1:\d+ Expected/);
  });

  it('says which order is none, and which contradicts another', async () => {
    assert.match((await places('{ "order": ["a"] }')).join(), /^1:13 An order names two locks/);
    assert.deepEqual(await places('{ "order": ["a < b < c",\n"c < a"] }'), ['2:1 c < a contradicts a < c, which follows from line 1.']);
  });

  it('says where a word is none of its own', async () => {
    assert.match((await places('{ "rulez": {} }')).join(), /^1:3 Property rulez is not allowed/);
  });

  it('knows every rule in its schema', () => {
    assert.deepEqual(Object.keys(lintConfigSchema.properties.rules.properties), rules.map(({ id }) => id));
  });

  it('changes severities, the later source wins', () => {
    const site = { file: 'x', line: 1, column: 1, endLine: 1, endColumn: 1 };
    const findings = ['a', 'b', 'c'].map((rule): Finding => ({ rule, severity: 'warning', site, message: '', related: [{ site, message: '' }] }));
    assert.deepEqual(withSeverities(findings, new Map([['a', 'off'], ['b', 'error']]), new Map([['b', 'hint']])).map(({ rule, severity }) => `${rule} ${severity}`), ['b hint', 'c warning']);
  });
});
