// Redraws are spaced out, and nothing that was asked for is lost.
import assert from 'node:assert/strict';
import { betweenRedrawsMs, RedrawGate } from '../../client/views/redraw-gate.js';
import type { Redraw, RowNode } from '../../client/views/rows-store.js';

const node = (id: string): RowNode => ({ view: 'threads', row: { id, order: 0, label: id, icon: 'circle', context: '', spoken: id, expanded: false } });

function gate(): { ask(what: Redraw): void; drawn: Redraw[]; due(): void } {
  const drawn: Redraw[] = [];
  let timer: (() => void) | undefined;
  const made = new RedrawGate(
    (what) => drawn.push(what),
    (callback, ms) => {
      assert.ok(ms > 200, `${ms} ms is what the extension host swallows`);
      assert.equal(ms, betweenRedrawsMs);
      timer = callback;
      return () => (timer = undefined);
    },
  );
  return { drawn, ask: (what) => made.ask(what), due: () => timer?.() };
}

describe('the gate before a tree’s redraws', () => {
  it('draws the first at once and gathers what follows until it is due', () => {
    const [a, b] = [node('a'), node('b')];
    const { ask, drawn, due } = gate();
    ask([a]);
    ask([b]);
    ask([a, b]);
    assert.deepEqual(drawn, [[a]]);
    due();
    assert.deepEqual(drawn, [[a], [b, a]]);
  });

  it('draws all when one of those gathered was all', () => {
    const { ask, drawn, due } = gate();
    ask([node('a')]);
    ask('all');
    ask([node('b')]);
    due();
    assert.equal(drawn[1], 'all');
  });

  it('draws at once again after a quiet time, and never for nothing', () => {
    const { ask, drawn, due } = gate();
    ask('all');
    due();
    assert.equal(drawn.length, 1);
    ask([]);
    assert.equal(drawn.length, 1);
    ask('all');
    assert.equal(drawn.length, 2);
  });
});
