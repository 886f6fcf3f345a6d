import { randomUUID } from 'node:crypto';
import { createDeliveryConsumer, deliveryQueue, type RouteConsumer } from '@millrace/queue';
import type { Service } from '@millrace/runtime';
import { createSigningSecrets, createWebhookDeliveries } from '@millrace/tasks';
import { createWebhookGuard, createWebhookSender, newWebhookSecret, webhookTimeoutMs } from '@millrace/webhooks';
import type { WorkerParts } from '../worker-parts.js';
import { createDeliverWebhook } from './deliver-webhook.js';
import { createReceiverPlaces } from './receiver-places.js';

export interface WebhookDelivery {
  /** None when this worker does not deliver. */
  readonly consumers: readonly RouteConsumer[];
  /** Closes what is left of connections to receivers. */
  readonly service: Service;
}

/** Longer than an attempt can take with what comes before and after it. */
const claimMs = webhookTimeoutMs + 5000;
const monotonicMs = (): number => performance.now();

/** What delivers webhooks in a worker: a consumer of their own queue, with places of its own, so that slow receivers never slow tasks. */
export const createWebhookDelivery = ({
  config,
  version,
  redis,
  keys,
  sealing,
  clock,
  random,
  telemetry,
}: WorkerParts): WebhookDelivery => {
  const { delivers, concurrency, allow, retrySeconds, logTtlSeconds } = config.webhooks;
  const sender = createWebhookSender({ guard: createWebhookGuard({ allow }), userAgent: `Millrace/${version}`, clock });
  const service: Service = { name: 'webhook sender', start: async () => {}, stop: () => sender.close() };
  if (delivers === 'off') return { consumers: [], service };

  const store = { redis, keys, seal: sealing.seal };
  const secrets = createSigningSecrets({ ...store, newSecret: newWebhookSecret });
  const perform = createDeliverWebhook({
    deliveries: createWebhookDeliveries({ ...store, secrets, claimMs, logTtlSeconds }),
    sender,
    places: createReceiverPlaces({ concurrency, monotonicMs, random }),
    schedule: retrySeconds,
    newHolder: randomUUID,
    clock,
    monotonicMs,
    random,
    telemetry,
  });
  const consumer = createDeliveryConsumer({
    queuesPrefix: keys.queues,
    connection: redis,
    concurrency,
    instance: config.instance,
    perform,
    events: {
      onError: (error) => telemetry.queueFailed(deliveryQueue, error),
      // The claim in the delivery says who may write; a lost lock changes nothing.
      onLocksLost: () => {},
      onStalled: (job) => telemetry.jobStalled(deliveryQueue, job),
    },
  });
  return { consumers: [Object.assign(consumer, { route: deliveryQueue })], service };
};
