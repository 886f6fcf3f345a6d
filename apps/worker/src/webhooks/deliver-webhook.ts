import type { DeliveryReference, JobOutcome, PerformJob } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { ClaimedDelivery, DeliveryAttempt, WebhookDeliveries } from '@millrace/tasks';
import { type SendOutcome, signWebhook, type WebhookSender } from '@millrace/webhooks';
import type { Telemetry } from '../telemetry.js';
import { madeAttempt, reasonOf } from './made-attempt.js';
import type { ReceiverPlaces } from './receiver-places.js';

export interface DeliverWebhookOptions {
  readonly deliveries: WebhookDeliveries;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly places: ReceiverPlaces;
  /** When to try again; see `nextTryMs`. */
  readonly schedule: readonly number[];
  readonly newHolder: () => string;
  readonly clock: Clock;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly telemetry: Pick<Telemetry, 'webhookAttempted' | 'webhookFailed' | 'webhookUnwanted' | 'webhookDisabled'>;
}

/** Someone else may hold the delivery by now: its job looks again soon. */
const lookAgainMs = 1000;

/** Makes one attempt at one delivery: take it, make what is sent, sign and send it, write how that went. */
export const createDeliverWebhook = (options: DeliverWebhookOptions): PerformJob<DeliveryReference> => {
  const { deliveries, sender, places, schedule, newHolder, clock, monotonicMs, random, telemetry } = options;
  const later = (waitMs: number): JobOutcome => ({ kind: 'later', atMs: clock() + Math.ceil(waitMs) });

  const send = async (delivery: ClaimedDelivery, signal: AbortSignal): Promise<SendOutcome> => {
    const { id, claimedAtMs, secrets, url } = delivery;
    const body = await deliveries.bodyOf(delivery);
    const headers = signWebhook({ id, timestampSeconds: Math.floor(claimedAtMs / 1000), body, secrets });
    return sender.send({ url, headers, body, signal });
  };

  const settle = async (delivery: ClaimedDelivery, attempt: DeliveryAttempt): Promise<JobOutcome> => {
    const recorded = await deliveries.record(delivery, attempt);
    switch (recorded.kind) {
      case 'later':
        return later(recorded.waitMs);
      case 'over':
        return later(lookAgainMs);
      case 'failed':
        telemetry.webhookFailed(delivery);
        if (recorded.disabled) telemetry.webhookDisabled(delivery, recorded.disabled);
        return { kind: 'done' };
      case 'delivered':
        return { kind: 'done' };
    }
  };

  const attempt = async (delivery: ClaimedDelivery, signal: AbortSignal): Promise<JobOutcome> => {
    const place = places.take({ tenant: delivery.tenant, host: URL.canParse(delivery.url) ? new URL(delivery.url).host : '' });
    if (place.kind === 'full') {
      await deliveries.defer(delivery, place.waitMs);
      return later(place.waitMs);
    }
    const startedMs = monotonicMs();
    const outcome = await send(delivery, signal).finally(() => place.leave(monotonicMs() - startedMs));
    if (outcome.kind === 'aborted') {
      await deliveries.defer(delivery, 0);
      return { kind: 'handed_back' };
    }
    const made = madeAttempt({ delivery, outcome, durationMs: monotonicMs() - startedMs, schedule, random });
    telemetry.webhookAttempted(delivery, made, reasonOf(outcome));
    return settle(delivery, made);
  };

  return async (job, signal) => {
    const claimed = await deliveries.claim(job, newHolder());
    switch (claimed.kind) {
      case 'claimed':
        return attempt(claimed.delivery, signal);
      case 'wait':
        return later(claimed.waitMs);
      case 'ended':
        telemetry.webhookUnwanted(job.deliveryId, claimed.reason);
        return { kind: 'done' };
      case 'over':
        return { kind: 'done' };
    }
  };
};
