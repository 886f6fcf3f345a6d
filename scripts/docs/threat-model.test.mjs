import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const page = new URL('../../docs/explanation/threat-model.md', import.meta.url);
const text = readFileSync(page, 'utf8');

it('every row of the threat model names tests, and all of them are there', () => {
  const rows = text.split('\n').filter((line) => /^\| API\d+ /.test(line));
  expect(rows).toHaveLength(10);
  expect(rows.filter((row) => !row.includes('.test.'))).toEqual([]);
  const named = [...text.matchAll(/`([\w./-]+\.test\.m?[jt]s)`/g)].map(([, path]) => path);
  expect(named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
});
