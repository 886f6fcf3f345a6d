import { expect, it } from '@jest/globals';
import { paintFor } from './paint.js';
import { printable } from './printable.js';
import { renderTable } from './render-table.js';

const columns = [
  { title: 'ID', value: (row: { id: string; note: string }) => row.id },
  { title: 'NOTE', value: (row: { id: string; note: string }) => row.note },
];
const rows = [{ id: 'a', note: 'a note that is long\tand has a tab' }];
const paint = paintFor(false);

it('gives a pipe whole cells apart by tabs, without titles', () => {
  expect(renderTable({ columns, rows, forTerminal: false, width: 10, paint })).toBe('a\ta note that is long and has a tab\n');
  expect(renderTable({ columns, rows: [], forTerminal: false, width: 10, paint })).toBe('');
});

it('fits a terminal by cutting the last column', () => {
  expect(renderTable({ columns, rows, forTerminal: true, width: 16, paint })).toBe('ID  NOTE\na   a note that…\n');
});

it('lets no text from elsewhere command the terminal', () => {
  expect(printable('\u001b[2Jgone\u009b31m\r\nkept\t!')).toBe('[2Jgone31m\nkept\t!');
});
