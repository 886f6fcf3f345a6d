import type { DeliveryFailureReason, DeliveryOutcome, DeliveryState, WebhookEventType } from '@millrace/contracts';

import type { Seal } from '@millrace/store';
import { openOwnWebhook } from './own-webhook.js';
import { endpointUrlContext } from './read-endpoint.js';
import { shownUrl } from './shown-url.js';

/** An attempt to deliver, as the scripts write it. */
export interface PastDeliveryAttempt {
  readonly number: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly outcome: DeliveryOutcome;
  readonly statusCode?: number;
}

/** A delivery as its tenant sees it. Times are ms since the epoch by the clock of Redis. */
export interface StoredDelivery {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly taskId?: string;
  readonly endpointId?: string;
  /** As it may be shown; '' when that is not known any more. */
  readonly url: string;
  readonly state: DeliveryState;
  /** Why it failed, if no attempt says it. */
  readonly reason?: DeliveryFailureReason;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs?: number;
  /** Oldest first. */
  readonly attempts: readonly PastDeliveryAttempt[];
}

/** What the URL of a delivery, as it may be shown, is sealed under. */
export const deliveryUrlContext = (id: string): string => `${id}:url`;

export interface ReadDeliveryOptions {
  readonly id: string;
  /** The hash `delivery`. */
  readonly record: Readonly<Record<string, string>>;
  /** The sealed URL of its endpoint, as long as there is one. */
  readonly endpointUrl: string | null;
  readonly seal: Seal;
}

/** Reads a delivery back from its hash. */
export const readDelivery = (options: ReadDeliveryOptions): StoredDelivery => {
  const { id, record } = options;
  return {
    id,
    type: record.type as WebhookEventType,
    ...(record.task && { taskId: record.task }),
    ...(record.endpoint && { endpointId: record.endpoint }),
    url: urlOf(options),
    state: record.state as DeliveryState,
    ...(record.reason && { reason: record.reason as DeliveryFailureReason }),
    createdAtMs: Number(record.created),
    ...(record.state === 'pending' && record.next && { nextAttemptAtMs: Number(record.next) }),
    attempts: record.attempts ? (JSON.parse(record.attempts) as PastDeliveryAttempt[]) : [],
  };
};

/** Where it was sent to last, or where it will be. */
const urlOf = ({ id, record, endpointUrl, seal }: ReadDeliveryOptions): string => {
  if (record.url) return shownUrl(seal.open(record.url, deliveryUrlContext(id)));
  if (record.target) return shownUrl(openOwnWebhook(record.target, record.task ?? '', seal).url);
  return endpointUrl === null ? '' : shownUrl(seal.open(endpointUrl, endpointUrlContext(record.endpoint ?? '')));
};
