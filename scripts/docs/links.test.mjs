import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

const pagesIn = (folder, options) =>
  readdirSync(folder, options)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** The paths a page links to, without anchors and without what lies elsewhere on the web. */
const linked = (text) =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target) && !target.startsWith('/'));

it.each([...pagesIn('.'), ...pagesIn('docs', { recursive: true })])('%s links only to what exists', (page) => {
  const missing = linked(readFileSync(page, 'utf8')).filter((target) => !existsSync(join(dirname(page), target)));
  expect(missing).toEqual([]);
});
