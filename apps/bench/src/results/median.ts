const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The value in the middle, or halfway between the two in the middle; NaN of nothing. */
export const median = (values: readonly number[]): number => {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
};

/** The smallest value that at least this share (0 to 1) of all do not exceed; NaN of nothing. */
export const percentile = (values: readonly number[], share: number): number =>
  ascending(values)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
