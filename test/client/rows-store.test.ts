// The store that keeps a view's rows: patches, gaps, and what has to be drawn again.
import assert from 'node:assert/strict';
import { RowsStore, type Redraw } from '../../client/views/rows-store.js';
import type { Row, RowsPatch } from '../../server/protocol.js';

const row = (id: string, parent?: string, order = 0, label = id): Row => ({
  id,
  ...(parent === undefined ? {} : { parent }),
  order,
  label,
  icon: 'circle',
  context: '',
  spoken: label,
  expanded: false,
});
const patch = (version: number, changed: Row[], removed: string[] = []): RowsPatch => ({ view: 'threads', version, changed, removed, warnings: 0 });
const ids = (redraw: Redraw | 'gap'): string[] | string => (typeof redraw === 'string' ? redraw : redraw.map((node) => node.row.id).sort());

function storeWith(...rows: Row[]): RowsStore {
  const store = new RowsStore('threads');
  store.load({ view: 'threads', version: 7, rows, warnings: 0 });
  return store;
}

describe('the store of a view’s rows', () => {
  it('asks for a snapshot before the first one and at a gap, and changes nothing then', () => {
    assert.equal(new RowsStore('threads').apply(patch(1, [row('a')])), 'gap');
    const store = storeWith(row('a'));
    assert.equal(store.apply(patch(9, [row('b')])), 'gap');
    assert.deepEqual(store.rows().map(({ id }) => id), ['a']);
    assert.equal(store.version, 7);
  });

  it('sorts siblings by order and then by id, parents before children', () => {
    const store = storeWith(row('b', undefined, 2), row('b1', 'b'), row('a', undefined, 2), row('z', undefined, 1));
    assert.deepEqual(store.rows().map(({ id }) => id), ['z', 'a', 'b', 'b1']);
  });

  it('draws only the row that changed, which keeps its node', () => {
    const store = storeWith(row('run'), row('t1', 'run'), row('t2', 'run'));
    const node = store.node('t1');
    assert.deepEqual(ids(store.apply(patch(8, [row('t1', 'run', 0, 'renamed')]))), ['t1']);
    assert.equal(store.node('t1'), node);
    assert.equal(node?.row.label, 'renamed');
  });

  it('draws the parent when a child comes, goes or moves among its siblings', () => {
    const store = storeWith(row('run'), row('group', 'run'), row('t1', 'group', 1));
    assert.deepEqual(ids(store.apply(patch(8, [row('t2', 'group', 2)]))), ['group']);
    assert.deepEqual(ids(store.apply(patch(9, [row('t2', 'group', 0)]))), ['group']);
    assert.deepEqual(store.rows().map(({ id }) => id), ['run', 'group', 't2', 't1']);
    assert.deepEqual(ids(store.apply(patch(10, [], ['t2']))), ['group']);
  });

  it('draws all when a root comes or goes', () => {
    const store = storeWith(row('run'));
    assert.equal(store.apply(patch(8, [row('run2')])), 'all');
    assert.equal(store.apply(patch(9, [], ['run'])), 'all');
  });

  it('leaves out a row whose ancestor is drawn anyway', () => {
    const store = storeWith(row('run'), row('group', 'run'), row('t1', 'group'), row('t2', 'group'));
    assert.deepEqual(ids(store.apply(patch(8, [row('run', undefined, 0, 'later'), row('t1', 'group', 0, 'x')]))), ['run']);
  });

  it('draws both parents when a row moves to another one', () => {
    const store = storeWith(row('a'), row('b'), row('x', 'a'));
    assert.deepEqual(ids(store.apply(patch(8, [row('x', 'b')]))), ['a', 'b']);
    assert.equal(store.hasChildren(store.node('a')!), false);
    assert.equal(store.hasChildren(store.node('b')!), true);
  });

  it('accepts children before their parent in one patch', () => {
    const store = storeWith();
    assert.equal(store.apply(patch(8, [row('t', 'run'), row('run')])), 'all');
    assert.deepEqual(store.rows().map(({ id }) => id), ['run', 't']);
  });

  it('removes what is below a removed row', () => {
    const store = storeWith(row('run'), row('group', 'run'), row('t', 'group'));
    store.apply(patch(8, [], ['run']));
    assert.deepEqual(store.rows(), []);
    assert.equal(store.node('t'), undefined);
  });

  it('keeps the nodes of rows that a new snapshot holds as well, and drops the others', () => {
    const store = storeWith(row('a'), row('b'));
    const node = store.node('a');
    store.load({ view: 'threads', version: 20, rows: [row('a', undefined, 0, 'again')], warnings: 0 });
    assert.equal(store.node('a'), node);
    assert.equal(store.node('b'), undefined);
    assert.equal(store.version, 20);
  });
});
