import { describe, expect, it } from '@jest/globals';
import { type RateLimits, readRateLimits } from './rate-limits.js';

const now = () => Date.parse('2026-11-23T12:00:00Z');
const read = (headers: Record<string, string>) => readRateLimits({ get: (name) => headers[name] ?? null }, now);
const openAi = (what: string, requests: string, tokens: string) => ({
  [`x-ratelimit-${what}-requests`]: requests,
  [`x-ratelimit-${what}-tokens`]: tokens,
});
const anthropic = (of: string, limit: string, remaining: string, reset: string) => ({
  [`anthropic-ratelimit-${of}-limit`]: limit,
  [`anthropic-ratelimit-${of}-remaining`]: remaining,
  [`anthropic-ratelimit-${of}-reset`]: reset,
});

describe('readRateLimits', () => {
  it.each<[string, Record<string, string>, RateLimits]>([
    [
      'OpenAI',
      { ...openAi('limit', '60', '150000'), ...openAi('remaining', '59', '149984'), ...openAi('reset', '1s', '6m0s') },
      {
        limitRequests: 60,
        remainingRequests: 59,
        resetRequestsMs: 1_000,
        limitTokens: 150_000,
        remainingTokens: 149_984,
        resetTokensMs: 360_000,
      },
    ],
    ['Azure, which names what remains', openAi('remaining', '0', '1200'), { remainingRequests: 0, remainingTokens: 1_200 }],
    ['Azure, which does not know a limit', { ...openAi('limit', '0', '-1'), ...openAi('remaining', '9', '-1') }, { remainingRequests: 9 }],
    [
      'Anthropic, with a total',
      { ...anthropic('requests', '50', '49', '2026-11-23T12:00:01Z'), ...anthropic('tokens', '90000', '0', '2026-11-23T13:00:30.5+01:00') },
      {
        limitRequests: 50,
        remainingRequests: 49,
        resetRequestsMs: 1_000,
        limitTokens: 90_000,
        remainingTokens: 0,
        resetTokensMs: 30_500,
      },
    ],
    [
      'Anthropic, without a total',
      {
        ...anthropic('input-tokens', '40000', '39000', '2026-11-23T12:00:02Z'),
        ...anthropic('output-tokens', '8000', '7000', '2026-11-23T12:00:09Z'),
      },
      { limitTokens: 48_000, remainingTokens: 46_000, resetTokensMs: 9_000 },
    ],
    [
      'Anthropic, with no output left',
      { ...anthropic('input-tokens', '40000', '39000', ''), ...anthropic('output-tokens', '8000', '0', '2026-11-23T12:00:09Z') },
      { limitTokens: 48_000, remainingTokens: 0, resetTokensMs: 9_000 },
    ],
    [
      'Anthropic, whose clock is a minute behind',
      { ...anthropic('requests', '50', '49', '2026-11-23T11:59:01Z'), date: 'Mon, 23 Nov 2026 11:59:00 GMT' },
      { limitRequests: 50, remainingRequests: 49, resetRequestsMs: 1_000 },
    ],
    [
      'one header for all there is, with a time in milliseconds',
      { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now() + 5_000) },
      { limitRequests: 20, remainingRequests: 3, resetRequestsMs: 5_000 },
    ],
    [
      'one header for all there is, with a time in seconds',
      { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now() / 1_000 + 5) },
      { limitRequests: 20, remainingRequests: 3, resetRequestsMs: 5_000 },
    ],
    [
      'the precise ones, with the plain ones beside them',
      { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '3', ...openAi('remaining', '5', '6') },
      { remainingRequests: 5, remainingTokens: 6 },
    ],
  ])('understands %s', (_name, headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['garbage', { ...openAi('limit', 'many', '1e9'), ...openAi('remaining', '', '1, 2'), ...openAi('reset', 'soon', '-1s') }],
    ['numbers without end', openAi('limit', '9'.repeat(400), '0x10')],
    ['a plain limit without what remains', { 'x-ratelimit-limit': '20' }],
    ['a plain limit of several windows', { 'x-ratelimit-limit': '20, 20;w=60', 'x-ratelimit-remaining': '3' }],
    ['plain counts that cannot be of the same', { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '4000' }],
    ['plain counts beside tokens, which they may be of', { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': 'x' }],
  ])('makes nothing of %s', (_name, headers) => {
    expect(read(headers)).toBeUndefined();
  });
});
