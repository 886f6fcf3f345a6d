import type { QueryValue, Request } from './request.js';

const valueText = (value: Exclude<QueryValue, undefined>): string => {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(',') : String(value);
};

/** `?a=1&b=2`, or nothing; lists with commas, times as the api reads them. */
export const queryText = (query: Request['query'] = {}): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, valueText(value)] as [string, string]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
};
