export interface Sample {
  /** Since the beginning, in milliseconds. */
  readonly atMs: number;
  readonly value: number;
}

export interface Judgment {
  /** The middle of all values after the warm-up. */
  readonly level: number;
  /** How much more it would be after an hour, by the median of the slopes between all pairs of samples (Theil-Sen). */
  readonly perHour: number;
  readonly growing: boolean;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const valuesOf = (samples: readonly Sample[]): number[] => samples.map(({ value }) => value);

/** What grew by less than this share of its level while it was watched has not grown. */
const tolerance = 0.05;

/**
 * Whether what was watched grows. It does if slope and ends agree: the slope over the whole time, and the last third beside the first, exceed both a twentieth of the level and
 * `least`, below which growth is no matter. A sawtooth, one outlier and a slow garbage collector do neither.
 */
export const judgeSeries = (samples: readonly Sample[], least: number): Judgment => {
  const slopes: number[] = [];
  for (const [place, later] of samples.entries())
    for (const sooner of samples.slice(0, place)) slopes.push((later.value - sooner.value) / (later.atMs - sooner.atMs));
  const slope = median(slopes);
  const level = median(valuesOf(samples));
  const third = Math.ceil(samples.length / 3);
  const rise = median(valuesOf(samples.slice(-third))) - median(valuesOf(samples.slice(0, third)));
  const lastedMs = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
  const much = Math.max(least, tolerance * level);
  return { level, perHour: slope * 3_600_000, growing: slope * lastedMs > much && rise > much };
};
