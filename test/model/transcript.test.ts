import assert from 'node:assert/strict';
import { transcriptDifferences } from '../../server/model/transcript.js';

const printed = (...lines: [string, string][]) => lines.map(([thread, text]) => ({ thread, text }));
const expecting = (lines: Record<string, string[]>) => ({ parameters: {}, lines });

describe('a transcript', () => {
  const output = printed(['a', 'one\ntwo\n'], ['b', 'x'], ['a', 'three 3.14\n'], ['b', ' y\n'], ['c', 'lost 0\n']);

  const right: [string, Record<string, string[]>][] = [
    ['each line of a thread in its order, whatever other threads print between', { a: ['one', 'two', 'three 3.14'], b: ['x y'] }],
    ['any text for *', { a: ['o*e', 'two', 'three *'] }],
    ['a whole number above 0 for <some>', { a: ['one', 'two', 'three <some>.<some>'] }],
    ['any number of lines for ...', { a: ['one', '...', 'three *'], b: ['...', 'x y', '...'] }],
    ['the lines of several threads in any order', { '*': ['x y', 'three 3.14', 'two', 'lost 0', 'one'] }],
    ['nothing of a thread that is not named', {}],
  ];
  for (const [name, lines] of right) it(`accepts ${name}`, () => assert.deepEqual(transcriptDifferences(expecting(lines), output), []));

  const wrong: [string, Record<string, string[]>, RegExp][] = [
    ['another line', { a: ['one', 'zwei', '...'] }, /a: expected “zwei”, but it printed “two”/],
    ['a dot that is not a dot', { a: ['one', 'two', 'three 3x14'] }, /expected “three 3x14”/],
    ['a 0 and a word for <some>', { b: ['x<some>', 'lost <some>'] }, /b: expected “x<some>”, but it printed “x y”/],
    ['nothing lost where some should be', { c: ['lost <some>'] }, /c: expected “lost <some>”, but it printed “lost 0”/],
    ['a missing line', { b: ['x y', 'z'] }, /b: expected “z”, but it did not print it/],
    ['a line too many', { a: ['one', 'two'] }, /a: printed “three 3.14”, which is not expected/],
    ['the wrong order', { a: ['two', '...'] }, /expected “two”, but it printed “one”/],
    ['a thread that never printed', { d: ['hello'] }, /d: expected “hello”/],
    ['a line that no thread printed', { '*': ['four', '...'] }, /\*: expected “four”, but no thread printed it/],
  ];
  for (const [name, lines, difference] of wrong) it(`names ${name}`, () => assert.match(transcriptDifferences(expecting(lines), output).join('\n'), difference));
});
