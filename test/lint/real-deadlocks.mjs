// Runs the built lint over real files before and after the commit that fixed a deadlock, and writes docs/lint/real-deadlocks.md. Outside of
// `npm test`: it needs clones of the projects. Knows cases only from real-deadlocks.json; no rule knows them.
//   node test/lint/real-deadlocks.mjs '<folder>/{owner}+{name}' [--write] [--verbose] [--set=N] [words of a case]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { createEngine } from '../../out/server/lint/engine.js';
import { createLanguages } from '../../out/server/lint/languages/index.js';
import { readGrammars } from '../../out/server/project/grammars.js';

const rulesOf = {
  SELF: ['self-deadlock'],
  ORDER: ['lock-order-inversion', 'lock-order-instances'],
  BLOCK: ['join-under-lock', 'blocking-under-lock', 'await-under-lock'],
  CALLBACK: ['callback-under-lock'],
  RELEASE: ['lock-leak'],
  FINALIZER: ['lock-in-finalizer', 'self-deadlock'],
};
const biggestFile = 2_000_000;

const [template = '', ...rest] = process.argv.slice(2);
const words = rest.filter((item) => !item.startsWith('--'));
const verbose = rest.includes('--verbose');
const onlySet = rest.find((item) => item.startsWith('--set='))?.slice('--set='.length);
const languages = await createLanguages(await readGrammars('dist/grammars'));
const cases = JSON.parse(readFileSync('test/lint/real-deadlocks.json', 'utf8'));

const git = (repository, ...args) => execFileSync('git', ['-c', 'safe.directory=*', '-C', repository, ...args], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });

/** The files that the lint would read in an editor: the package around the file. */
function readTree(repository, commit, file) {
  const ending = /\.[jt]sx?$/.test(file) ? /\.[jt]sx?$/ : /\.py$/;
  const names = git(repository, 'ls-tree', '-r', '--name-only', commit).toString().split('\n');
  const around = packageAround(file, new Set(names));
  const wanted = names.filter((name) => ending.test(name) && name.startsWith(around) && (name === file || !/(^|\/)(tests?|__tests__|node_modules)\/|\.test\.|\.d\.ts$/.test(name)));
  const found = execFileSync('git', ['-c', 'safe.directory=*', '-C', repository, 'cat-file', '--batch'], { input: wanted.map((name) => `${commit}:${name}\n`).join(''), maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'] });
  const texts = [];
  let at = 0;
  for (const name of wanted) {
    const end = found.indexOf(10, at);
    const size = Number(/ blob (\d+)$/.exec(found.toString('utf8', at, end))?.[1]);
    at = end + 1;
    if (Number.isNaN(size)) continue; // A partial clone may lack a file.
    if (size < biggestFile) texts.push([name, found.toString('utf8', at, at + size)]);
    at += size + 1;
  }
  return texts;
}

/** Where a package.json stands nearest above the file; of Python, the folder at the top, or the one below `src` and its like. */
function packageAround(file, names) {
  const parts = file.split('/');
  if (/\.[jt]sx?$/.test(file)) {
    for (let depth = parts.length - 1; depth >= 0; depth--) {
      const folder = parts.slice(0, depth).map((part) => `${part}/`).join('');
      if (names.has(`${folder}package.json`)) return folder;
    }
  }
  return parts.length === 1 ? '' : `${parts.slice(0, /^(src|lib|packages|Lib|merged-packages)$/.test(parts[0]) && parts.length > 2 ? 2 : 1).join('/')}/`;
}

/** Findings of the kind in question that speak of the functions of the case, in words that do not change with the lines. Where none names them itself, those count that lead through them. */
function matching(item, commit, repository) {
  const engine = createEngine({ languages });
  for (const [name, text] of readTree(repository, commit, item.file)) engine.update(name, text);
  if (!engine.has(item.file)) return undefined;
  const spoken = new RegExp(`(^|[^\\w])(${item.functions.join('|')})($|[^\\w])`);
  const all = engine.checkAll().filter((finding) => [finding.site, ...finding.related.map(({ site }) => site)].some(({ file }) => file === item.file));
  if (verbose) for (const finding of all) console.error(`    ${finding.site.file}:${finding.site.line} ${finding.rule} ${finding.message}`);
  const wanted = all.filter((finding) => rulesOf[item.kind]?.includes(finding.rule));
  const text = ({ rule, message }) => `${rule}: ${message}`;
  return {
    named: wanted.filter(({ message }) => spoken.test(message)).map(text),
    onTheWay: wanted.filter(({ message, related }) => !spoken.test(message) && related.some((step) => spoken.test(step.message))).map(text),
  };
}

const rows = cases
  .filter((item) => onlySet === undefined || Number(item.keptApart ?? 0) === Number(onlySet))
  .filter((item) => words.every((word) => `${item.repository} ${item.commit}`.includes(word)))
  .map((item) => {
    const [owner, name] = item.repository.split('/');
    const repository = template.replace('{owner}', owner).replace('{name}', name);
    const empty = { ...item, found: undefined, silent: undefined };
    if (!existsSync(repository)) return empty;
    try {
      const seen = matching(item, `${item.commit}^`, repository);
      const left = matching(item, item.commit, repository);
      if (!seen || !left) return empty;
      const part = seen.named.length > 0 ? 'named' : 'onTheWay';
      const before = seen[part];
      const after = left[part];
      const silent = !before.some((text) => after.includes(text));
      console.error(`${item.repository} ${item.commit} tier ${item.tier} ${item.kind}: ${before.length > 0 ? 'found' : 'MISSED'}${before.length > 0 ? (silent ? ', silent after' : ', NOT SILENT after') : ''}`);
      for (const text of before) console.error(`  - ${text}`);
      if (before.length > 0 && !silent) for (const text of after) console.error(`  + ${text}`);
      return { ...item, found: before.length > 0, silent: before.length > 0 && silent, rules: [...new Set(before.map((text) => text.split(':')[0]))] };
    } catch (error) {
      console.error(`${item.repository} ${item.commit}: ${String(error).split('\n')[0]}`);
      return empty;
    }
  });

const tried = rows.filter((row) => row.found !== undefined);
const count = (list) => {
  const found = list.filter((row) => row.found);
  return `${found.length} of ${list.length} found, ${found.filter((row) => row.silent).length} of ${found.length} silent after the fix`;
};
const tiers = (list) =>
  [1, 2, 3, 4].flatMap((tier) => {
    const some = list.filter((row) => row.tier === tier);
    return some.length > 0 ? [`- Tier ${tier}: ${count(some)}.`] : [];
  });
const learnt = tried.filter((row) => !row.keptApart);
/** The sets that were kept apart, the oldest first: true is the first of them. */
const sets = [...new Set(tried.flatMap((row) => (row.keptApart ? [Number(row.keptApart)] : [])))].sort((a, b) => a - b);
const ofSet = (number) => tried.filter((row) => Number(row.keptApart ?? 0) === number);
console.error([...tiers(learnt), ...sets.flatMap((number) => [`Kept apart, set ${number}:`, ...tiers(ofSet(number))])].join('\n'));

const result = (row) => (row.found ? row.rules.join(', ') : 'no');
const after = (row) => (row.found ? (row.silent ? 'yes' : 'no') : '');
const reason = (row) => (row.found && row.silent ? '' : (row.reason ?? 'not looked into yet'));
const firstTime = (row) => ({ silent: 'found, silent after', found: 'found, not silent after', missed: 'missed' })[row.atFirst] ?? 'not tried';
const atFirst = (list, ...results) => list.filter((row) => results.includes(row.atFirst)).length;
const titles = { 1: 'Kept apart while the rules were written', 2: 'A second set, from which was learnt', 3: 'A third set, shown when that was done', 4: 'A set of JavaScript and TypeScript, from which was learnt', 5: 'Another one, shown when that was done', 6: 'A later set' };
const section = (number) => {
  const apart = ofSet(number);
  const easy = apart.filter(({ tier }) => tier <= 2);
  const last = number === 3 || number === 5 || number === 6;
  return [
    `## ${titles[number]}`,
    '',
    `${number === 6 ? 'These are from projects that were not looked at before, and nothing was learnt from them. For a twelfth one, of tier 4, the lint had no answer within eight minutes; it is left out. They' : last ? 'These were collected together with the set before, and not shown to the lint before all learning from that was done. They' : 'These'} were collected when the rules were done, chosen and put into tiers by their fix ${number === 6 ? 'and the code around it' : 'alone'}, and only then shown to the lint. At that first run it found ${atFirst(easy, 'silent', 'found')} of the ${easy.length} of tiers 1 and 2, of which ${atFirst(easy, 'silent')} were silent after the fix, and ${atFirst(apart, 'silent', 'found') - atFirst(easy, 'silent', 'found')} of the ${apart.length - easy.length} others. What it says today${last ? '' : ', after learning from them'}:`,
    '',
    ...tiers(apart),
    '',
    '| project | fixed by | file | kind | tier | at the first run | found today | silent after | reason |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...apart.map((row) => `| ${row.repository} | \`${row.commit}\` | ${posix.basename(row.file)} | ${row.kind.toLowerCase()} | ${row.tier} | ${firstTime(row)} | ${result(row)} | ${after(row)} | ${reason(row)} |`),
    '',
  ];
};
if (rest.includes('--write')) {
  const lines = [
    '# Real deadlocks, before and after their fix',
    '',
    'Each row is a commit of a public project that fixed a deadlock. The lint read the package around the file as it was before the commit and after it. Found: a finding of the right kind names the functions concerned, or leads through them where none names them. Silent: none of those findings is left after the fix. Written by `test/lint/real-deadlocks.mjs`; which finding counts is said in `test/lint/real-deadlocks.json`.',
    '',
    'Tier 1: one class or module is enough to see it. 2: several files, inheritance. 3 and 4: needs knowledge of what happens at run time.',
    '',
    ...tiers(learnt),
    '',
    '| project | fixed by | file | kind | tier | found | silent after | reason |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...learnt.map((row) => `| ${row.repository} | \`${row.commit}\` | ${posix.basename(row.file)} | ${row.kind.toLowerCase()} | ${row.tier} | ${result(row)} | ${after(row)} | ${reason(row)} |`),
    '',
    ...sets.flatMap(section),
    `${rows.length - tried.length} of ${rows.length} listed cases were not tried: their repository was not at hand, or its history does not reach back to the commit.`,
    '',
  ];
  mkdirSync('docs/lint', { recursive: true });
  writeFileSync('docs/lint/real-deadlocks.md', lines.join('\n'));
}
