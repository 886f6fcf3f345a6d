import type { Paint } from './paint.js';
import { printableLine } from './printable.js';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  readonly align?: 'right';
  /** Colours a cell that has its full width already. */
  readonly colour?: (cell: string, row: Row) => string;
}

export interface RenderTableOptions<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** For a terminal: aligned, under titles, cut to `width`. Else one line a row, cells apart by tabs, without titles and whole. */
  readonly forTerminal: boolean;
  readonly width: number;
  readonly paint: Paint;
}

const between = '  ';

const cells = <Row>(columns: readonly Column<Row>[], row: Row, empty: string): string[] =>
  columns.map(({ value }) => printableLine(String(value(row) ?? '')) || empty);

const cutTo = (text: string, width: number): string => (text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text);

const widthsOf = (table: readonly (readonly string[])[], width: number): number[] => {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + between.length, 0);
  // Only the last column gives way: ids and states are of no use when they are cut.
  return widths.map((one, column) => (column === last ? Math.max(8, Math.min(one, width - before)) : one));
};

/** A table as text, each row ended by a line end; nothing at all for no rows in a pipe. */
export const renderTable = <Row>({ columns, rows, forTerminal, width, paint }: RenderTableOptions<Row>): string => {
  if (!forTerminal) return rows.map((row) => `${cells(columns, row, '').join('\t')}\n`).join('');
  const titles = columns.map(({ title }) => title);
  const body = rows.map((row) => cells(columns, row, '-'));
  const widths = widthsOf([titles, ...body], width);
  const line = (texts: readonly string[], colour: (cell: string, column: number) => string): string =>
    texts
      .map((text, column) => {
        const size = widths[column] as number;
        const cell = cutTo(text, size);
        const isLast = column === texts.length - 1;
        return colour(columns[column]?.align === 'right' ? cell.padStart(size) : isLast ? cell : cell.padEnd(size), column);
      })
      .join(between)
      .trimEnd();
  const lines = body.map((texts, index) => line(texts, (cell, column) => columns[column]?.colour?.(cell, rows[index] as Row) ?? cell));
  return [line(titles, paint.bold), ...lines].map((one) => `${one}\n`).join('');
};
