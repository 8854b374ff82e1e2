// Redraws are spaced out, never pile up, and nothing that was asked for is lost.
import assert from 'node:assert/strict';
import { betweenRedrawsMs, patienceMs, RedrawGate } from '../../client/views/redraw-gate.js';
import type { Redraw, RowNode } from '../../client/views/rows-store.js';

const node = (id: string): RowNode => ({ view: 'threads', row: { id, order: 0, label: id, icon: 'circle', context: '', spoken: id, expanded: false } });

/** A gate whose time goes on by hand. */
function gateAt0(): { gate: RedrawGate; drawn: Redraw[]; pass(ms: number): void } {
  const drawn: Redraw[] = [];
  const timers = new Set<{ at: number; callback: () => void }>();
  let now = 0;
  const gate = new RedrawGate(
    (what) => drawn.push(what),
    (callback, ms) => {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  );
  const pass = (ms: number): void => {
    now += ms;
    for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > now || !timers.delete(timer)) continue;
      timer.callback();
    }
  };
  return { gate, drawn, pass };
}

describe('the gate before a tree’s redraws', () => {
  it('keeps more distance than the 200 ms that the extension host swallows', () => assert.ok(betweenRedrawsMs > 200));

  it('draws the first at once and gathers what follows until it is due', () => {
    const [a, b] = [node('a'), node('b')];
    const { gate, drawn, pass } = gateAt0();
    gate.ask([a]);
    gate.begun();
    gate.ask([b]);
    gate.ask([a, b]);
    pass(betweenRedrawsMs - 1);
    assert.deepEqual(drawn, [[a]]);
    pass(1);
    assert.deepEqual(drawn, [[a], [b, a]]);
  });

  it('does not draw again before the tree has begun with the last redraw', () => {
    const { gate, drawn, pass } = gateAt0();
    gate.ask('all');
    gate.ask('all');
    pass(betweenRedrawsMs * 3);
    assert.equal(drawn.length, 1);
    gate.begun();
    assert.equal(drawn.length, 2);
  });

  it('does not wait for ever for a tree that never begins', () => {
    const { gate, drawn, pass } = gateAt0();
    gate.ask('all');
    gate.ask('all');
    pass(patienceMs);
    assert.equal(drawn.length, 2);
  });

  it('draws all when one of those gathered was all', () => {
    const { gate, drawn, pass } = gateAt0();
    gate.ask([node('a')]);
    gate.ask('all');
    gate.ask([node('b')]);
    gate.begun();
    pass(betweenRedrawsMs);
    assert.equal(drawn[1], 'all');
  });

  it('draws at once again after a quiet time, and never for nothing', () => {
    const { gate, drawn, pass } = gateAt0();
    gate.ask('all');
    gate.begun();
    pass(betweenRedrawsMs);
    assert.equal(drawn.length, 1);
    gate.ask([]);
    assert.equal(drawn.length, 1);
    gate.ask('all');
    assert.equal(drawn.length, 2);
  });
});
