import { impatient } from '@millrace/store';
import {
  createDeliveryLog,
  createReplayDelivery,
  createSigningSecrets,
  createTestDelivery,
  createWebhookEndpoints,
  type DeliveryLog,
  type DeliveryLogOptions,
  type ReplayDelivery,
  type ReplayDeliveryOptions,
  type SigningSecrets,
  type TestDelivery,
  type WebhookEndpoints,
} from '@millrace/tasks';
import { createWebhookGuard, newWebhookSecret, type WebhookGuard } from '@millrace/webhooks';

/** What callers do with webhooks. */
export interface Webhooks {
  readonly endpoints: WebhookEndpoints;
  readonly deliveries: DeliveryLog;
  readonly secrets: SigningSecrets;
  readonly replayDelivery: ReplayDelivery;
  readonly testDelivery: TestDelivery;
  readonly newSecret: () => string;
  readonly judgeUrl: WebhookGuard['judge'];
}

export interface CreateWebhooksOptions extends DeliveryLogOptions, ReplayDeliveryOptions {
  /** What webhooks may reach besides the public internet. */
  readonly allow: readonly string[];
}

/** `patienceMs`: how long Redis may take before a call counts as failed. */
export const createWebhooks = (options: CreateWebhooksOptions, patienceMs: number): Webhooks => {
  const newSecret = newWebhookSecret;
  return {
    endpoints: impatientAll(createWebhookEndpoints(options), patienceMs),
    deliveries: impatientAll(createDeliveryLog(options), patienceMs),
    secrets: impatientAll(createSigningSecrets({ ...options, newSecret }), patienceMs),
    replayDelivery: impatient(createReplayDelivery(options), patienceMs),
    testDelivery: impatient(createTestDelivery(options), patienceMs),
    newSecret,
    judgeUrl: createWebhookGuard(options).judge,
  };
};

type Call = (...args: never[]) => Promise<unknown>;

const impatientAll = <Calls extends object>(calls: Calls, patienceMs: number): Calls =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, impatient(call as Call, patienceMs)])) as Calls;
