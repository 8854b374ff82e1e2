// The trees that are read out of the parser's memory are those that the parser's own cursor tells, broken texts among them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { startParser } from '../../server/lint/languages/python.js';
import { createTreeMemory, nothingSeen, type Seen, type TreeMemory } from '../../server/lint/languages/python/tree-memory.js';
import { readGrammars } from '../../server/project/grammars.js';

const fixtures = join(import.meta.dirname, '../../../test/lint');

function fromCursor(tree: Tree): string[] {
  const lines: string[] = [];
  const cursor = tree.walk();
  const visit = (depth: number): void => {
    lines.push(`${depth} ${cursor.nodeTypeId} ${cursor.currentFieldId} ${cursor.startIndex} ${cursor.endIndex} ${cursor.nodeIsMissing}`);
    if (!cursor.gotoFirstChild()) return;
    do visit(depth + 1);
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  };
  visit(0);
  cursor.delete();
  return lines;
}

function fromMemory(tree: Tree, memory: TreeMemory): string[] {
  const lines: string[] = [];
  const visit = (seen: Seen, depth: number): void => {
    lines.push(`${depth} ${seen.type} ${seen.field} ${seen.start} ${seen.end} ${seen.missing}`);
    if (seen.inside !== 0) memory.children(seen, (below) => visit(below, depth + 1));
  };
  visit(memory.root(tree, nothingSeen()), 0);
  return lines;
}

describe('trees in the memory of the parser', () => {
  it('are those that its cursor tells, for every fixture, cut anywhere and empty', async () => {
    const grammars = await readGrammars(join(fixtures, '../../dist/grammars'));
    const memory = await startParser(grammars.runtime);
    const language = await Language.load(grammars.python);
    const parser = new Parser();
    parser.setLanguage(language);
    const trees = createTreeMemory(memory, language);
    const texts = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py')).map((name) => readFileSync(join(fixtures, name), 'utf8'));
    assert.ok(texts.length > 50, `${texts.length} fixtures`);
    const cut = texts.flatMap((text, index) => [text.slice(0, (index * 7919) % text.length), text.slice((index * 104_729) % text.length)]);
    for (const text of [...texts, ...cut, '', '\n', '  # nothing', 'x = "é🙂" # 🙂\ny = (', 'def f(:\n  pass)', '\u0000\ufeff']) {
      const tree = parser.parse(text);
      assert.ok(tree);
      assert.deepEqual(fromMemory(tree, trees), fromCursor(tree), text);
      tree.delete();
    }
    parser.delete();
  });
});
