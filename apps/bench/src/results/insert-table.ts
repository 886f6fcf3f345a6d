const begin = '<!-- bench: written by `npm run bench -- --write FILE` -->';
const end = '<!-- /bench -->';

/** Puts a table between the two marks of a page, in place of what was there. Throws when the page has no such marks. */
export const insertTable = (page: string, table: string): string => {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${table}\n\n${page.slice(to)}`;
};
