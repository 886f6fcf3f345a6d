import type { ClaimedDelivery, DeliveryAttempt } from '@millrace/tasks';
import { nextTryMs, type SendOutcome } from '@millrace/webhooks';

interface Made {
  readonly delivery: ClaimedDelivery;
  readonly outcome: Exclude<SendOutcome, { kind: 'aborted' }>;
  readonly durationMs: number;
  readonly schedule: readonly number[];
  readonly random: () => number;
}

/** An attempt as it is written, with when the next one is due; a test is tried once. */
export const madeAttempt = ({ delivery: { type, tries }, outcome, durationMs, schedule, random }: Made): DeliveryAttempt => {
  const retryAfterMs = outcome.kind === 'refused' ? outcome.retryAfterMs : undefined;
  const ends = outcome.kind === 'delivered' || outcome.kind === 'gone' || type === 'webhook.test';
  return {
    outcome: outcome.kind,
    durationMs,
    ...('statusCode' in outcome && { statusCode: outcome.statusCode }),
    ...(!ends && { waitMs: nextTryMs({ schedule, tries: tries + 1, retryAfterMs, random }) }),
  };
};

/** What else is known of why nothing was delivered; nothing of it comes from the receiver. */
export const reasonOf = (outcome: SendOutcome): string | undefined => {
  if (outcome.kind === 'unreachable') return outcome.code;
  return outcome.kind === 'blocked' ? outcome.reason : undefined;
};
