import { describe, expect, it } from '@jest/globals';
import type { StopCause } from './attempt-stop.js';
import { type ConcludedCall, concludeCall } from './conclude-call.js';
import { aborted, failed, success } from './fakes/open-task.js';

const policy = { maxAttempts: 2, baseMs: 1000, capMs: 60_000, random: () => 1 };
const beside = { others: 0, otherCredential: false, larger: false };
const call = { deployment: 'here', beside, attemptNumber: 1, remainingMs: 60_000, cause: undefined };
const conclude = (given: Partial<ConcludedCall>) => concludeCall({ ...call, outcome: success(), ...given }, policy);
const usage = { inputTokens: 9, outputTokens: 4, totalTokens: 13 };

describe('concludeCall', () => {
  it('keeps the whole answer, and who gave it', () => {
    expect(conclude({})).toEqual({
      kind: 'settle',
      ending: {
        state: 'succeeded',
        result: {
          text: 'For the water.',
          message: { role: 'assistant', content: 'For the water.' },
          finishReason: 'stop',
          model: 'small-2026',
          deployment: 'here',
        },
        usage,
        firstDeltaMs: 40,
      },
    });
  });

  it('retries a retryable failure while attempts are left, then fails with its code', () => {
    expect(conclude({ outcome: failed() })).toMatchObject({
      kind: 'retry',
      elsewhere: false,
      waitMs: 1000,
      otherwise: { state: 'failed', code: 'upstream_unavailable' },
    });
    expect(conclude({ outcome: failed(), attemptNumber: 2 })).toMatchObject({
      kind: 'settle',
      ending: { state: 'failed', code: 'upstream_unavailable', usage: null },
    });
  });

  it('books what a failed call had used, keeps what had come, and says how long the provider asked to wait', () => {
    const broken = { ...failed({ retryable: false, retryAfterMs: 30_000 }), partial: { text: 'For', usage } };
    expect(conclude({ outcome: broken })).toMatchObject({ ending: { state: 'failed', usage, partial: 'For', retryAfterMs: 30_000 } });
  });

  it.each([
    ['cancelled', 'cancelled', 'cancelled'],
    ['expired', 'expired', 'deadline_exceeded'],
  ] as const)('ends a task that was %s, with what it used and what had come', (cause, state, code) => {
    const outcome = { kind: 'aborted', sent: true, partial: { text: 'For', usage } } as const;
    expect(conclude({ cause, outcome })).toMatchObject({ kind: 'settle', ending: { state, code, usage, partial: 'For' } });
  });

  it('keeps an answer that came too late as what had come', () => {
    expect(conclude({ cause: 'cancelled' })).toMatchObject({ ending: { state: 'cancelled', usage, partial: 'For the water.' } });
  });

  it('writes nothing once another attempt owns the task, whatever the call brought', () => {
    for (const outcome of [success(), failed(), aborted]) expect(conclude({ cause: 'fenced', outcome })).toEqual({ kind: 'fenced' });
  });

  it('hands back a task whose call the shutdown cut, and keeps an answer that came in time', () => {
    expect(conclude({ cause: 'shutdown', outcome: aborted })).toMatchObject({
      kind: 'hand_back',
      otherwise: { state: 'cancelled', partial: 'For' },
    });
    expect(conclude({ cause: 'shutdown' })).toMatchObject({ ending: { state: 'succeeded' } });
    expect(conclude({ cause: 'shutdown', outcome: failed() })).toMatchObject({ kind: 'retry' });
  });

  it('decides something for every outcome and every cause', () => {
    const causes: (StopCause | undefined)[] = [undefined, 'cancelled', 'expired', 'fenced', 'shutdown'];
    for (const cause of causes) for (const outcome of [success(), failed(), aborted]) expect(conclude({ cause, outcome })).toBeDefined();
  });
});
