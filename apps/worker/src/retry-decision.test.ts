import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Beside } from './beside.js';
import { failed } from './fakes/open-task.js';
import { decideRetry } from './retry-decision.js';

const policy = { maxAttempts: 5, baseMs: 1000, capMs: 60_000, random: () => 0.5 };
const dayMs = 86_400_000;
const alone = { others: 0, otherCredential: false, larger: false };
interface Given {
  readonly attemptNumber?: number;
  readonly remainingMs?: number;
  readonly beside?: Beside;
}
const decide = (failure: Parameters<typeof failed>[0], given: Given = {}, random = 0.5) =>
  decideRetry(
    { failure: failed(failure).failure, attemptNumber: 1, remainingMs: dayMs, beside: alone, ...given },
    { ...policy, random: () => random },
  );

describe('decideRetry', () => {
  it('gives up at once on a failure that is not retryable', () => {
    expect(decide({ retryable: false, retryAfterMs: 5 }).kind).toBe('give_up');
  });

  it('makes no attempt beyond the most allowed, and says how many were made', () => {
    expect(decide({}, { attemptNumber: 4 }).kind).toBe('retry');
    expect(decide({}, { attemptNumber: 5 })).toEqual({ kind: 'give_up', why: 'The provider answered 503. (attempt 5 of 5)' });
  });

  it('spreads retries over the whole span between nothing and the doubled base, and never beyond the cap', () => {
    expect(decide({}, {}, 0)).toEqual({ kind: 'retry', waitMs: 0 });
    expect(decide({}, { attemptNumber: 3 }, 1)).toEqual({ kind: 'retry', waitMs: 4000 });
    const patient = { ...policy, maxAttempts: 100, random: () => 1 };
    const late = decideRetry({ failure: failed().failure, attemptNumber: 40, remainingMs: dayMs, beside: alone }, patient);
    expect(late).toEqual({ kind: 'retry', waitMs: 60_000 });
  });

  it('never asks again before the provider said, however long that is, nor after the deadline', () => {
    const ms = fc.integer({ min: 0, max: 2 * dayMs });
    fc.assert(
      fc.property(
        ms,
        ms,
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (retryAfterMs, remainingMs, attemptNumber, random) => {
          const decision = decide({ retryAfterMs }, { attemptNumber, remainingMs }, random);
          if (decision.kind === 'give_up') return expect(retryAfterMs + 8000).toBeGreaterThanOrEqual(remainingMs);
          if (decision.kind !== 'retry') throw new Error(`not retried but ${decision.kind}`);
          expect(decision.waitMs).toBeGreaterThanOrEqual(retryAfterMs);
          expect(decision.waitMs).toBeLessThan(remainingMs);
        },
      ),
    );
  });

  it('fails now with the true reason when the next attempt would come after the deadline', () => {
    expect(decide({ retryAfterMs: 60_000 }, { remainingMs: 30_000 })).toEqual({
      kind: 'give_up',
      why: 'The provider answered 503. (the next attempt would come after the deadline)',
    });
  });

  const three: Beside = { others: 2, otherCredential: true, larger: true };
  it.each<[string, Parameters<typeof failed>[0], Given, string]>([
    ['a limit uses no attempt, not even the last one', { code: 'upstream_rate_limited', blame: 'limit' }, { attemptNumber: 5 }, 'no_room'],
    [
      'a limit that ends after the deadline is given up',
      { code: 'upstream_rate_limited', blame: 'limit', retryAfterMs: 70_000 },
      { remainingMs: 60_000 },
      'give_up',
    ],
    [
      'a limit that ends after the deadline sends to another deployment',
      { code: 'upstream_rate_limited', blame: 'limit', retryAfterMs: 70_000 },
      { remainingMs: 60_000, beside: three },
      'no_room',
    ],
    [
      "the caller's mistake is never tried again",
      { code: 'upstream_rejected', blame: 'caller', retryable: false },
      { beside: three },
      'give_up',
    ],
    [
      'a dead credential sends to another one',
      { code: 'upstream_unauthorized', blame: 'credential', retryable: false },
      { beside: three },
      'elsewhere',
    ],
    [
      'a dead credential without another is given up',
      { code: 'upstream_unauthorized', blame: 'credential', retryable: false },
      { beside: { ...three, otherCredential: false } },
      'give_up',
    ],
    [
      'an exhausted quota sends to another credential',
      { code: 'upstream_quota_exhausted', blame: 'credential', retryable: false },
      { beside: three },
      'elsewhere',
    ],
    ['a fault is tried again after a pause first', {}, { beside: three }, 'retry'],
    ['a second fault sends elsewhere', {}, { attemptNumber: 2, beside: three }, 'elsewhere'],
    ['once all have been asked there are pauses again', {}, { attemptNumber: 4, beside: three }, 'retry'],
    ['garbage sends elsewhere', { code: 'upstream_invalid_answer', blame: 'deployment', retryable: false }, { beside: three }, 'elsewhere'],
  ])('%s', (_what, failure, given, kind) => {
    expect(decide(failure, given).kind).toBe(kind);
  });
});
