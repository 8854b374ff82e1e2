// What of the order of locks is shown and drawn: the filter, contradictions first where there are too many, what a finding is about, a line a place.
import assert from 'node:assert/strict';
import type { LockOrderPicture, PictureOrder } from '../../server/protocol.js';
import { at, drawn, fitting, ringKey } from '../../webviews/lock-order/choice.js';
import { edgesOf, lockLines, nodesOf, orderLines, ringNames } from '../../webviews/lock-order/picture-words.js';

const say = (name: string, ...values: (string | number)[]): string => [name, ...values].join(' ');
const place = (file: string, line: number, name: string) => ({ site: { file: `/w/${file}`, line, column: 1 }, text: `${file}:${line}`, function: name });
const order = (from: string, to: string, more: Partial<PictureOrder> = {}): PictureOrder => ({ from, to, places: [place(`${from}.py`, 7, `use_${to}`)], more: 0, contradicted: false, runs: [], ...more });
const lock = (id: string) => ({ id, name: `${id}_lock` });

const bank: LockOrderPicture = {
  locks: ['a', 'b', 'c', 'd', 'e'].map(lock),
  orders: [
    order('a', 'b', { contradicted: true, runs: [3, 5] }),
    order('b', 'a', { contradicted: true }),
    order('b', 'c', { places: [place('b.py', 9, 'one'), place('x.py', 2, 'two')], more: 4 }),
    order('d', 'c', { against: { ...place('threadbook.json', 3, ''), order: 'c_lock < d_lock' } }),
    order('c', 'e', { places: [], declared: { ...place('threadbook.json', 4, ''), order: 'c_lock < e_lock' } }),
  ],
  rings: [['a', 'b']],
};
const ends = (orders: readonly PictureOrder[]): string[] => orders.map(({ from, to }) => `${from}${to}`);

/** A chain of locks of which the last two are taken in both orders. */
function chain(length: number): LockOrderPicture {
  const ids = Array.from({ length }, (_, n) => `n${n}`);
  const last = ids.slice(-2) as [string, string];
  return {
    locks: ids.map(lock),
    orders: [...ids.slice(1).map((id, n) => order(ids[n]!, id, { contradicted: n === length - 2 })), order(last[1], last[0], { contradicted: true })],
    rings: [last],
  };
}

describe('the page of the Lock Order', () => {
  it('shows what fits the filter: wrong orders, one contradiction, a part of a name', () => {
    assert.deepEqual(ends(fitting(bank, { wrong: false, text: '' })), ['ab', 'ba', 'bc', 'dc', 'ce']);
    assert.deepEqual(ends(fitting(bank, { wrong: true, text: '' })), ['ab', 'ba', 'dc']);
    assert.deepEqual(ends(fitting(bank, { wrong: false, text: '', ring: ringKey(['b', 'a']) })), ['ab', 'ba']);
    assert.deepEqual(ends(fitting(bank, { wrong: false, text: 'D_LOCK' })), ['dc']);
    assert.deepEqual(ends(fitting(bank, { wrong: false, text: 'x.py' })), ['bc']);
    assert.deepEqual(ends(fitting(bank, { wrong: false, text: ' two ' })), ['bc']);
    assert.equal(fitting(bank, { wrong: false, text: '', ring: 'mended' }).length, 5, 'a contradiction that is gone hides nothing');
  });

  it('draws the contradictions first where there are too many locks, and says how many are left out', () => {
    const picture = chain(500);
    const { locks, orders, leftOut } = drawn(picture, picture.orders);
    assert.deepEqual(ends(orders.slice(0, 3)), ['n498n499', 'n499n498', 'n497n498'], 'then what touches them');
    assert.ok(locks.length <= 120 && locks.length > 100, String(locks.length));
    assert.deepEqual([leftOut.locks + locks.length, leftOut.orders + orders.length], [500, 500]);
    const few = drawn(bank, bank.orders);
    assert.deepEqual(few.leftOut, { locks: 0, orders: 0 });
  });

  it('finds the contradiction that a finding is about by the places of its steps', () => {
    const { ring, order: found } = at(bank, [{ file: '/w/a.py', line: 7, column: 30 }]);
    assert.deepEqual([ring, found && ends([found])], [ringKey(['a', 'b']), ['ab']]);
    const broken = at(bank, [{ file: '/w/d.py', line: 7, column: 1 }]);
    assert.deepEqual([broken.ring, broken.order && ends([broken.order])], [undefined, ['dc']]);
    assert.deepEqual(at(bank, [{ file: '/w/d.py', line: 8, column: 1 }]), {});
  });

  it('marks what is wrong, what runs have shown and what is only declared', () => {
    const edges = edgesOf(bank, bank.rings, say);
    assert.deepEqual(edges.map(({ tone, line, back }) => [tone, line, back]), [['alarm', 'solid', false], ['alarm', 'solid', true], ['plain', 'solid', false], ['alarm', 'solid', false], ['quiet', 'dashed', false]]);
    assert.deepEqual(edges.map(({ label }) => label), ['use_b · observedShort 3, 5', 'use_a', 'places 6', 'use_c', 'declared c_lock < e_lock']);
    assert.deepEqual(nodesOf(bank, say).map(({ tone }) => tone), ['alarm', 'alarm', 'alarm', 'alarm', 'plain']);
    assert.equal(ringNames(bank, ['a', 'b']), 'a_lock → b_lock → a_lock');
    assert.equal(new Set([...edges.map(({ choice }) => choice?.id), ...bank.locks.map(({ id }) => id)]).size, 10, 'each has an id of its own');
  });

  it('has a line for each place, and for a declaration alone', () => {
    const lines = orderLines(bank, bank.orders, say).map(({ place: where, function: name, first, then, remarks }) => [where, name, first, then, remarks].join(' | '));
    assert.deepEqual(lines, [
      'a.py:7 | use_b | a_lock | b_lock | contradicted; observed 3, 5',
      'b.py:7 | use_a | b_lock | a_lock | contradicted',
      'b.py:9 | one | b_lock | c_lock | ',
      'x.py:2 | two | b_lock | c_lock | morePlaces 4',
      'd.py:7 | use_c | d_lock | c_lock | against c_lock < d_lock',
      'threadbook.json:4 |  | c_lock | e_lock | declared c_lock < e_lock',
    ]);
    assert.deepEqual(lockLines(bank, bank.orders).map(({ lock: name, before, after }) => [name, before, after]), [['a_lock', 1, 1], ['b_lock', 2, 1], ['c_lock', 0, 2], ['d_lock', 1, 0], ['e_lock', 0, 0]]);
  });
});
