/** How long each entry of `keys.throughput` counts, in milliseconds. */
export const bucketMs = 10_000;

/** From this many on, chance no longer shapes a rate much. */
const enough = 10;

interface Stretch {
  readonly seconds: number;
  readonly starts: number;
}

/**
 * How many attempts of a route can begin in a second, judged by how many did: of all stretches that end now and saw enough of them the
 * fastest, because in the slower ones there may have been too little to do; or else the mean since the first one that is remembered.
 * Undefined when none is. `buckets` are counts by the number of their ten seconds since the epoch, as Redis holds them.
 */
export const startsPerSecond = (buckets: Readonly<Record<string, string>>, nowMs: number): number | undefined => {
  const stretches = stretchesOf(buckets, nowMs);
  const longest = stretches.at(-1);
  if (!longest) return undefined;
  const telling = stretches.filter(({ starts, seconds }) => starts >= enough && seconds * 1000 >= bucketMs);
  return Math.max(...(telling.length > 0 ? telling : [longest]).map(({ starts, seconds }) => starts / seconds));
};

/** From the beginning of each ten seconds in which attempts began until now, the shortest first. */
const stretchesOf = (buckets: Readonly<Record<string, string>>, nowMs: number): readonly Stretch[] => {
  const newestFirst = Object.entries(buckets)
    .map(([bucket, count]) => ({ fromMs: Number(bucket) * bucketMs, count: Number(count) }))
    .filter(({ fromMs, count }) => count > 0 && fromMs <= nowMs && fromMs > nowMs - rememberedMs)
    .sort((one, other) => other.fromMs - one.fromMs);
  let starts = 0;
  return newestFirst.map(({ fromMs, count }, place) => {
    starts += count;
    // With nothing before them, the first of its ten seconds began at any time in them, so probably in the middle.
    const isFirst = newestFirst[place + 1]?.fromMs !== fromMs - bucketMs;
    const sinceMs = isFirst ? (fromMs + Math.min(nowMs, fromMs + bucketMs)) / 2 : fromMs;
    // Workers report what they began a second later.
    return { starts, seconds: Math.max(1, (nowMs - sinceMs) / 1000) };
  });
};

const rememberedMs = 300_000;
