import type { Standing } from './standing.js';

/**
 * `RateLimit-Policy` and `RateLimit`, one item per policy: q = quota, w = window, r = remaining, t = until reset, in seconds.
 * Source: draft-ietf-httpapi-ratelimit-headers-11.
 */
export const rateLimitFields = (standings: readonly Standing[]): Readonly<Record<string, string>> => {
  if (standings.length === 0) return {};
  const policies = standings.map(({ policy, limit, windowSeconds }) => `"${policy}";q=${limit};w=${windowSeconds}`);
  const states = standings.map(({ policy, remaining, resetMs }) => `"${policy}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`);
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
};
