// A table that is sorted by a click or a key on a heading, and that can be filled anew all the time without losing the focus. It must not know what its rows mean.
import { element } from './element.js';

export interface Column<Row> {
  key: string;
  title: string;
  /** What the title means, where it does not say so itself. */
  hint?: string;
  text(row: Row): string;
  /** Numbers stand to the right and are sorted from the largest at first. Without it the text sorts. */
  number?(row: Row): number;
}

export interface SortableTable<Row> {
  readonly element: HTMLElement;
  show(rows: readonly Row[]): void;
}

export interface TableOptions<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  id(row: Row): string;
  /** Where a click on the first cell leads to; undefined for rows without such a place. */
  open?(row: Row): (() => void) | undefined;
  /** What it is sorted by at first, or was when the page was last there. */
  sorted: Sorting;
  /** A person has sorted it. */
  onSort?(sorted: Sorting): void;
}

export interface Sorting {
  key: string;
  up: boolean;
}

export function createTable<Row>({ caption, columns, id, open, sorted, onSort }: TableOptions<Row>): SortableTable<Row> {
  const body = element('tbody');
  const headings = columns.map((column) => {
    const mark = element('span', { class: 'mark', 'aria-hidden': true });
    const button = element('button', { class: 'heading', title: column.hint ?? false, click: () => sortBy(column) }, column.title, mark);
    return { column, mark, cell: element('th', { scope: 'col', class: column.number ? 'number' : '' }, button) };
  });
  const table = element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...headings.map(({ cell }) => cell))), body);
  const lines = new Map<string, { line: HTMLTableRowElement; cells: HTMLElement[]; row: Row }>();
  let rows: readonly Row[] = [];
  let order = sorted;

  function sortBy({ key, number }: Column<Row>): void {
    order = order.key === key ? { key, up: !order.up } : { key, up: number === undefined };
    onSort?.(order);
    draw();
  }

  function compare(a: Row, b: Row): number {
    const column = columns.find(({ key }) => key === order.key) ?? columns[0]!;
    const difference = column.number ? column.number(a) - column.number(b) : column.text(a).localeCompare(column.text(b), undefined, { numeric: true });
    return (order.up ? difference : -difference) || (id(a) < id(b) ? -1 : 1);
  }

  function draw(): void {
    for (const { column: { key }, cell, mark } of headings) {
      const here = key === order.key;
      if (here) cell.setAttribute('aria-sort', order.up ? 'ascending' : 'descending');
      else cell.removeAttribute('aria-sort');
      mark.textContent = here ? (order.up ? ' ▲' : ' ▼') : '';
    }
    const wanted = [...rows].sort(compare);
    const ids = new Set(wanted.map(id));
    for (const [key, { line }] of lines) {
      if (ids.has(key)) continue;
      line.remove();
      lines.delete(key);
    }
    wanted.forEach((row, index) => {
      const line = lineOf(row);
      // A line that is where it should be is left alone: moving it would take the focus away.
      if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
    });
  }

  function lineOf(row: Row): HTMLTableRowElement {
    const known = lines.get(id(row)) ?? newLine(row);
    known.row = row;
    columns.forEach(({ text }, index) => {
      const cell = known.cells[index]!;
      const now = text(row);
      if (cell.textContent !== now) cell.textContent = now;
    });
    return known.line;
  }

  function newLine(row: Row): { line: HTMLTableRowElement; cells: HTMLElement[]; row: Row } {
    const cells = columns.map((column, index) => {
      if (index > 0) return element('td', { class: column.number ? 'number' : '' });
      return open?.(row) === undefined ? element('span') : element('button', { class: 'link', click: () => open(lines.get(id(row))?.row ?? row)?.() });
    });
    const [first, ...others] = cells;
    const made = { line: element('tr', {}, element('th', { scope: 'row' }, first!), ...others), cells, row };
    lines.set(id(row), made);
    return made;
  }

  return {
    element: table,
    show(now) {
      rows = now;
      draw();
    },
  };
}
