// Plants a deadlock at each place where a JavaScript or TypeScript package takes a lock, one at a time, and counts how many the built lint finds: the
// lock is asked for again right where it has just been taken. Writes docs/lint/seeded.md. Outside of `npm test`: it needs the packages' sources.
//   node test/lint/seeded.mjs [--write] NAME=FOLDER…
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createEngine } from '../../out/server/lint/engine.js';
import { textLimit } from '../../out/server/lint/extract.js';
import { createLanguages } from '../../out/server/lint/languages/index.js';
import { readGrammars } from '../../out/server/project/grammars.js';
import { findSourceFiles } from '../../out/server/project/source-files.js';

const most = 60;
const languages = await createLanguages(await readGrammars('dist/grammars'));
/** `await this.mutex.runExclusive(async () => {`, or `= await lock.acquire();` */
const takes = /(?:await|return) ((?:this\.)?[#\w.$]*(?:[mM]utex|[lL]ock|[qQ]ueue|sema\w*)[\w.$]*)\.(runExclusive|run|acquire|lock|withLock)\(((?:['"`][\w-]+['"`], )?)(async )?\(?(\w*)\)? => \{|= await ((?:this\.)?[#\w.$]*(?:[mM]utex|[lL]ock|sema\w*)[\w.$]*)\.(acquire|lock)\(\);/g;

function planted(text, match) {
  const [whole, scoped, method, key, asynchronous, , plain, take] = match;
  const end = match.index + whole.length;
  if (plain !== undefined) return `${text.slice(0, end)} await ${plain}.${take}();${text.slice(end)}`;
  const opening = asynchronous ? whole : whole.replace(/\(?(\w*)\)? => \{$/, 'async ($1) => {');
  return `${text.slice(0, match.index)}${opening} await ${scoped}.${method}(${key}async () => {});${text.slice(end)}`;
}

function tryOut(folder) {
  const engine = createEngine({ languages });
  const texts = new Map(findSourceFiles([folder], (file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$|\.test\./.test(file)).map((file) => [file, readFileSync(file, 'utf8')]));
  for (const [file, text] of texts) engine.update(file, text);
  const taken = engine.known().summaries.behaviours.flatMap(({ events }) => events.filter((event) => event.kind === 'acquire' && !event.lock.open));
  const result = { files: texts.size, locks: new Set(taken.map(({ lock }) => lock.declaration)).size, places: taken.length, planted: 0, found: 0 };
  for (const [file, text] of texts) {
    if (text.length > textLimit) continue;
    for (const match of text.matchAll(takes)) {
      if (result.planted >= most) break;
      const line = text.slice(0, match.index + match[0].length).split('\n').length;
      engine.update(file, planted(text, match));
      const found = engine.checkAll().some(({ rule, related }) => rule === 'self-deadlock' && related.some(({ site }) => site.file === file && Math.abs(site.line - line) <= 1));
      result.planted++;
      if (found) result.found++;
      else console.error(`not found: ${relative(folder, file)}:${line} ${match[0]}`);
    }
    engine.update(file, text);
  }
  return result;
}

const write = process.argv.includes('--write');
const rows = process.argv
  .slice(2)
  .filter((item) => item.includes('='))
  .map((item) => {
    const [name, folder] = item.split('=');
    const { files, locks, places, planted, found } = tryOut(folder);
    return { planted, found, text: `| ${name} | ${files} | ${locks} | ${places} | ${planted} | ${found} |` };
  });
const sum = (key) => rows.reduce((all, row) => all + row[key], 0);
const text = `# Planted deadlocks

Most packages of npm hold no lock at all, so that nothing found in them says little. These do. At each place where one is taken, one at a time, the same lock is asked for again, and the lint reads the package anew. Written by \`node test/lint/seeded.mjs --write NAME=FOLDER…\`.

${sum('found')} of ${sum('planted')} were found.

| package | files | locks | places that take one | planted | found |
|---|---|---|---|---|---|
${rows.map((row) => row.text).join('\n')}

What is not found: a lock of which only an interface is known (\`private mutex: Mutex\`, made by a factory that is somewhere else), and one that a function was handed without a type.
`;
if (write) writeFileSync('docs/lint/seeded.md', text);
else process.stdout.write(text);
