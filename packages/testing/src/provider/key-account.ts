import { createFixedWindow } from './meters/fixed-window.js';
import type { Meter } from './meters/meter.js';
import { createSlidingWindow } from './meters/sliding-window.js';
import { createTokenBucket } from './meters/token-bucket.js';
import type { KeyLimits, MeterKind } from './provider-settings.js';

const makers = { token_bucket: createTokenBucket, fixed_window: createFixedWindow, sliding_window: createSlidingWindow };

export interface NoRoom {
  readonly admitted: false;
  readonly limit: 'requests' | 'tokens' | 'concurrency';
  /** Milliseconds until there may be room; `Infinity` = never. */
  readonly waitMs: number;
}

export type Admission = { readonly admitted: true; correct(tokens: number, at: number): void; leave(): void } | NoRoom;

/** What one key has used of its limits. */
export interface KeyAccount {
  /** Counts a call of so many tokens, or says which limit is against it; a refused call counts nothing. */
  admit(tokens: number, now: number): Admission;
  /** The `x-ratelimit-*` headers, in OpenAI's form. */
  headers(now: number): Readonly<Record<string, string>>;
}

const duration = (ms: number): string => (ms < 1_000 ? `${Math.ceil(ms)}ms` : `${(ms / 1_000).toFixed(3)}s`);

const headersOf = (name: string, limit: number, { remaining, resetMs }: ReturnType<Meter['left']>): Record<string, string> => ({
  [`x-ratelimit-limit-${name}`]: String(limit),
  [`x-ratelimit-remaining-${name}`]: String(remaining),
  [`x-ratelimit-reset-${name}`]: duration(resetMs),
});

interface Measured {
  readonly name: 'requests' | 'tokens';
  readonly limit: number;
  readonly meter: Meter;
}

const measured = (name: Measured['name'], limit: number | undefined, limits: KeyLimits, minuteMs: number): Measured[] => {
  if (limit === undefined) return [];
  const kind: MeterKind = limits.kind ?? 'token_bucket';
  const capacity = Math.max(1, limit * (limits.burst ?? 1));
  return [{ name, limit, meter: makers[kind]({ limit, minuteMs, capacity }) }];
};

export const createKeyAccount = (limits: KeyLimits, minuteMs: number): KeyAccount => {
  const { requestsPerMinute, tokensPerMinute, maxInFlight = Number.POSITIVE_INFINITY } = limits;
  const all = [...measured('requests', requestsPerMinute, limits, minuteMs), ...measured('tokens', tokensPerMinute, limits, minuteMs)];
  let inFlight = 0;
  const longest = (tokens: number, now: number): { name: Measured['name']; waitMs: number } | undefined =>
    all
      .map(({ name, meter }) => ({ name, waitMs: meter.waitMs(name === 'requests' ? 1 : tokens, now) }))
      .filter(({ waitMs }) => waitMs > 0)
      .sort((a, b) => b.waitMs - a.waitMs)[0];

  return {
    admit: (tokens, now) => {
      if (inFlight >= maxInFlight) return { admitted: false, limit: 'concurrency', waitMs: 0 };
      const against = longest(tokens, now);
      if (against) return { admitted: false, limit: against.name, waitMs: against.waitMs };
      inFlight += 1;
      const taken = all.map(({ name, meter }) => ({ name, correct: meter.take(name === 'requests' ? 1 : tokens, now) }));
      return {
        admitted: true,
        correct: (actual, at) => taken.find(({ name }) => name === 'tokens')?.correct(actual, at),
        leave: () => {
          inFlight -= 1;
        },
      };
    },
    headers: (now) => Object.assign({}, ...all.map(({ name, limit, meter }) => headersOf(name, limit, meter.left(now)))),
  };
};
