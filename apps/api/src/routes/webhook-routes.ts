import { operations } from '@millrace/contracts';
import type { Gate } from '../http/serve-operation.js';
import type { Webhooks } from '../webhooks.js';
import { createCreateWebhookRoute } from './create-webhook/create-webhook.js';
import { createDeleteWebhookRoute } from './delete-webhook/delete-webhook.js';
import { keyed } from './keyed.js';
import { createListDeliveriesRoute } from './list-deliveries/list-deliveries.js';
import { createListWebhooksRoute } from './list-webhooks/list-webhooks.js';
import { createReadDeliveryRoute } from './read-delivery/read-delivery.js';
import { createReadSigningSecretRoute } from './read-signing-secret/read-signing-secret.js';
import { createReadWebhookRoute } from './read-webhook/read-webhook.js';
import { createReplayDeliveryRoute } from './replay-delivery/replay-delivery.js';
import { createRotateSigningSecretRoute } from './rotate-signing-secret/rotate-signing-secret.js';
import { createRotateWebhookSecretRoute } from './rotate-webhook-secret/rotate-webhook-secret.js';
import type { Route } from './route.js';
import type { CheckWebhook } from './submission/check-webhook.js';
import { createTestWebhookRoute } from './test-webhook/test-webhook.js';
import { createUpdateWebhookRoute } from './update-webhook/update-webhook.js';

export interface WebhookRoutesOptions {
  readonly webhooks: Webhooks;
  readonly checkWebhook: CheckWebhook;
}

/** Everything under `/v1/webhooks`. */
export const createWebhookRoutes = ({ webhooks, checkWebhook }: WebhookRoutesOptions, gate: Gate): readonly Route[] => [
  keyed(operations.createWebhook, createCreateWebhookRoute({ ...webhooks, checkWebhook }), gate),
  keyed(operations.listWebhooks, createListWebhooksRoute(webhooks), gate),
  keyed(operations.readSigningSecret, createReadSigningSecretRoute(webhooks), gate),
  keyed(operations.rotateSigningSecret, createRotateSigningSecretRoute(webhooks), gate),
  keyed(operations.listDeliveries, createListDeliveriesRoute(webhooks), gate),
  keyed(operations.readDelivery, createReadDeliveryRoute(webhooks), gate),
  keyed(operations.replayDelivery, createReplayDeliveryRoute(webhooks), gate),
  keyed(operations.readWebhook, createReadWebhookRoute(webhooks), gate),
  keyed(operations.updateWebhook, createUpdateWebhookRoute({ ...webhooks, checkWebhook }), gate),
  keyed(operations.deleteWebhook, createDeleteWebhookRoute(webhooks), gate),
  keyed(operations.rotateWebhookSecret, createRotateWebhookSecretRoute(webhooks), gate),
  keyed(operations.testWebhook, createTestWebhookRoute(webhooks), gate),
];
