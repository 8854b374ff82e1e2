// Where nodes and edges of a graph's picture stand: from left to right, circles as rings, nothing on top of anything else.
import assert from 'node:assert/strict';
import { placesOf, type SizedEdge } from '../../webviews/graph-layout.js';
import { wayBack } from '../../webviews/graph-picture.js';

const node = (id: string) => ({ id, width: 80, height: 30 });
const edge = (from: string, to: string, back = false): SizedEdge => ({ from, to, width: 40, height: 14, back });

describe('the layout of a graph', () => {
  it('leads from left to right', () => {
    const { nodes } = placesOf(['a', 'b', 'c'].map(node), [edge('a', 'b'), edge('b', 'c')]);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => nodes.get(id)!.x) as [number, number, number];
    assert.ok(a < b && b < c);
  });

  it('makes a ring of a circle: half as wide as it is long, each arrow from its node to the next one', () => {
    const circle = Array.from({ length: 10 }, (_, n) => `n${n}`);
    const back = new Set(wayBack(circle));
    const edges = circle.map((id, index) => [id, circle[(index + 1) % 10]!] as const).map(([from, to]) => edge(from, to, back.has(`${from} ${to}`)));
    const places = placesOf(circle.map(node), edges);
    assert.equal(new Set([...places.nodes.values()].map(({ x }) => Math.round(x))).size, 6, 'columns');
    places.edges.forEach(({ points }, index) => {
      const [from, to] = [places.nodes.get(edges[index]!.from)!, places.nodes.get(edges[index]!.to)!];
      assert.ok(Math.abs(points[0]!.x - from.x) <= 41 && Math.abs(points.at(-1)!.x - to.x) <= 41, `arrow ${index}`);
    });
  });

  it('leads down where it is told to, and a ring is then as narrow as two of its nodes', () => {
    const circle = Array.from({ length: 20 }, (_, n) => `n${n}`);
    const back = new Set(wayBack(circle));
    const edges = circle.map((id, index) => [id, circle[(index + 1) % 20]!] as const).map(([from, to]) => edge(from, to, back.has(`${from} ${to}`)));
    const [across, down] = [placesOf(circle.map(node), edges), placesOf(circle.map(node), edges, 'down')];
    assert.ok(down.width < 300 && down.height < across.width, `${down.width} by ${down.height} instead of ${across.width} by ${across.height}`);
    assert.ok(down.nodes.get('n0')!.y < down.nodes.get('n5')!.y);
  });

  it('puts no node on another one, in however many parts the graph is', () => {
    const ids = Array.from({ length: 40 }, (_, n) => `n${n}`);
    const places = placesOf(ids.map(node), ids.filter((_, n) => n % 4 !== 0).map((id, n) => edge(id, ids[(n * 3) % 40]!)));
    const at = [...places.nodes.values()];
    for (const [index, a] of at.entries()) for (const b of at.slice(index + 1)) assert.ok(Math.abs(a.x - b.x) >= 80 || Math.abs(a.y - b.y) >= 30);
  });
});
