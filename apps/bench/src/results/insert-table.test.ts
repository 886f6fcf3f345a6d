import { expect, it } from '@jest/globals';
import { insertTable } from './insert-table.js';

const begin = '<!-- bench: written by `npm run bench -- --write FILE` -->';
const page = (content: string): string => `before\n${begin}\n\n${content}\n\n<!-- /bench -->\nafter\n`;

it('replaces what stands between the marks and nothing else', () => {
  expect(insertTable(page('| old |'), '| new |')).toBe(page('| new |'));
});
it('changes nothing when the table is there already', () => expect(insertTable(page('| new |'), '| new |')).toBe(page('| new |')));
it('refuses a page without the marks', () => expect(() => insertTable('before\nafter', '| new |')).toThrow('has no <!-- bench'));
