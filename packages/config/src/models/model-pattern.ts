/** Whether a model name of the file is a pattern: one `*` stands for any text, the empty one too. */
export const isPattern = (model: string): boolean => model.includes('*');

const partsOf = (pattern: string): readonly [before: string, after: string] => {
  const star = pattern.indexOf('*');
  return [pattern.slice(0, star), pattern.slice(star + 1)];
};

export const matchesPattern = (pattern: string, model: string): boolean => {
  const [before, after] = partsOf(pattern);
  return model.length >= before.length + after.length && model.startsWith(before) && model.endsWith(after);
};

/** Whether some name matches both. */
export const patternsMeet = (one: string, other: string): boolean => {
  const [[before, after], [otherBefore, otherAfter]] = [partsOf(one), partsOf(other)];
  const startsAlike = before.startsWith(otherBefore) || otherBefore.startsWith(before);
  return startsAlike && (after.endsWith(otherAfter) || otherAfter.endsWith(after));
};
