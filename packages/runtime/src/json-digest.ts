import { createHash } from 'node:crypto';

/** SHA-256, in hex, of a value as JSON with sorted keys: the same for whatever says the same. An absent field is left out and a `null` stays. */
export const jsonDigest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value, withSortedKeys)).digest('hex');

const withSortedKeys = (_key: string, value: unknown): unknown => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
};
