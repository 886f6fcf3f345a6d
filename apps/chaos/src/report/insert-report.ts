/** Puts a report in the place of the last one of its name; throws if the page has no place for one. */
export const insertReport = (page: string, report: string, name: 'report' | 'soak' = 'report'): string => {
  const [begin, end] = [`<!-- ${name} begins -->`, `<!-- ${name} ends -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the report: ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n${report}${page.slice(to)}`;
};
