// A deadlock report as Markdown, for a file. Pure.
import type { Block, Piece } from '../webviews/deadlock/report-text.js';

export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(written).join('\n\n')}\n`;
}

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'paragraph':
      return block.pieces.map(piece).join('');
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${item.map(piece).join('')}`).join('\n');
    default:
      return block satisfies never;
  }
}

/** A place keeps its whole path: the file is read elsewhere, where nothing can be clicked. */
function piece(each: Piece): string {
  if (typeof each === 'string') return escaped(each);
  return 'site' in each ? `${escaped(each.text)} \`${each.site.file}:${each.site.line}:${each.site.column}\`` : `\`${'rule' in each ? each.rule : each.recipe}\``;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, '\\$&');
}
