import type { Clock } from '@millrace/runtime';
import type { HeaderReader } from './header-reader.js';
import { providerTimeMs } from './http-date.js';
import { resetInMs } from './reset-in-ms.js';

/** What a provider says of its limits beside an answer; what it does not say, or not in a way that makes sense, is absent. */
export interface RateLimits {
  /** Calls per the provider's own window, which may be a minute or a day. */
  readonly limitRequests?: number;
  readonly remainingRequests?: number;
  /** Milliseconds until all requests remain again. */
  readonly resetRequestsMs?: number;
  /** Tokens per the provider's own window. */
  readonly limitTokens?: number;
  readonly remainingTokens?: number;
  /** Milliseconds until all tokens remain again. */
  readonly resetTokensMs?: number;
}

/** One of the things that is limited. */
interface Quota {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  readonly resetMs: number | undefined;
}

/** The headers' names: before and after what is said (`limit`, `remaining`, `reset`). */
type Naming = readonly [before: string, after: string];

/** OpenAI's, which Azure, Groq and others copy: https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers */
const openAi = { requests: ['x-ratelimit-', '-requests'], tokens: ['x-ratelimit-', '-tokens'] } as const;
/** https://docs.claude.com/en/api/rate-limits#response-headers */
const anthropic = {
  requests: ['anthropic-ratelimit-requests-', ''],
  tokens: ['anthropic-ratelimit-tokens-', ''],
  inputTokens: ['anthropic-ratelimit-input-tokens-', ''],
  outputTokens: ['anthropic-ratelimit-output-tokens-', ''],
} as const;
const plain: Naming = ['x-ratelimit-', ''];

/** Reads the rate limits in a response's headers; undefined when there are none. Resets given as a time are taken by the provider's clock. */
export const readRateLimits = (headers: HeaderReader, now: Clock): RateLimits | undefined => {
  const read = (naming: Naming): Quota | undefined => quotaOf(headers, naming, now);
  const tokens = read(openAi.tokens) ?? read(anthropic.tokens) ?? sumOf(read(anthropic.inputTokens), read(anthropic.outputTokens));
  const requests = read(openAi.requests) ?? read(anthropic.requests) ?? (tokens ? undefined : unambiguous(read(plain)));
  if (!requests && !tokens) return undefined;
  return withoutGaps({
    limitRequests: requests?.limit,
    remainingRequests: requests?.remaining,
    resetRequestsMs: requests?.resetMs,
    limitTokens: tokens?.limit,
    remainingTokens: tokens?.remaining,
    resetTokensMs: tokens?.resetMs,
  });
};

const quotaOf = (headers: HeaderReader, [before, after]: Naming, now: Clock): Quota | undefined => {
  const header = (what: string): string | null => headers.get(`${before}${what}${after}`);
  const stated = count(header('limit'));
  const quota = {
    // Azure has said 0 and -1 where it did not know.
    limit: stated === 0 ? undefined : stated,
    remaining: count(header('remaining')),
    resetMs: resetInMs(header('reset'), () => providerTimeMs(headers, now)),
  };
  return Object.values(quota).some((value) => value !== undefined) ? quota : undefined;
};

/** One header for both kinds says what it counts only where it counts something: a limit and what is left of it. */
const unambiguous = (quota: Quota | undefined): Quota | undefined =>
  quota?.limit !== undefined && quota.remaining !== undefined && quota.remaining <= quota.limit ? quota : undefined;

/** Anthropic's own total is the sum of both; with nothing left of one of them there is nothing left. */
const sumOf = (input: Quota | undefined, output: Quota | undefined): Quota | undefined => {
  if (!input || !output) return undefined;
  const spent = input.remaining === 0 || output.remaining === 0;
  return {
    limit: sum(input.limit, output.limit),
    remaining: spent ? 0 : sum(input.remaining, output.remaining),
    resetMs: input.resetMs === undefined ? output.resetMs : Math.max(input.resetMs, output.resetMs ?? 0),
  };
};

const sum = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

const count = (value: string | null): number | undefined => {
  const text = value?.trim() ?? '';
  return /^\d{1,15}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined;
};

const withoutGaps = (limits: { readonly [name in keyof RateLimits]: RateLimits[name] | undefined }): RateLimits =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
