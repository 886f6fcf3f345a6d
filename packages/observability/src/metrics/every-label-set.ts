import type { Labels } from './metric-definition.js';

/** All label sets of a metric whose labels are all closed lists; none for a metric without labels or with an open one. */
export const everyLabelSet = (labels: Labels): readonly Record<string, string>[] => {
  const entries = Object.entries(labels);
  if (entries.length === 0 || entries.some(([, values]) => typeof values === 'string')) return [];
  return entries.reduce<Record<string, string>[]>(
    (sets, [name, values]) => sets.flatMap((set) => [...values].map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
};
