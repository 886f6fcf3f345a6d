import { bucketMs } from '../outlook/starts-per-second.js';

const buckets = 6;

/** How much was counted in a minute, from the counts of the last six times ten seconds, the running one included. */
export const perMinute = (counts: Readonly<Record<string, string>>, nowMs: number): number => {
  const current = Math.floor(nowMs / bucketMs);
  const first = current - buckets + 1;
  const counted = Object.entries(counts)
    .filter(([bucket]) => Number(bucket) >= first && Number(bucket) <= current)
    .reduce((sum, [, count]) => sum + Number(count), 0);
  return Math.round((counted / (nowMs - first * bucketMs)) * 600_000) / 10;
};
