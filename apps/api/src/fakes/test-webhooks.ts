import type { StoredDelivery, WebhookEndpoint } from '@millrace/tasks';
import { createWebhookGuard } from '@millrace/webhooks';
import type { Webhooks } from '../webhooks.js';
import { createdAtMs, taskId } from './stored-task.js';

export const webhookId = 'we_4f1c2d3e5a6b47889900aabbccddeeff';
export const deliveryId = 'msg_0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const newSecret = `whsec_${Buffer.alloc(32, 'new').toString('base64')}`;

/** An enabled endpoint, with what a test changes. */
export const storedEndpoint = (change: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  id: webhookId,
  url: 'https://hooks.example.com/millrace?room=1',
  events: ['task.succeeded', 'task.failed'],
  enabled: true,
  createdAtMs,
  ...change,
});

/** A pending delivery about a task, with what a test changes. */
export const storedDelivery = (change: Partial<StoredDelivery> = {}): StoredDelivery => ({
  id: deliveryId,
  type: 'task.succeeded',
  taskId,
  endpointId: webhookId,
  url: 'https://hooks.example.com/millrace',
  state: 'pending',
  createdAtMs,
  nextAttemptAtMs: createdAtMs,
  attempts: [],
  ...change,
});

export interface WebhookFakes {
  readonly endpoints?: Partial<Webhooks['endpoints']>;
  readonly deliveries?: Partial<Webhooks['deliveries']>;
  readonly secrets?: Partial<Webhooks['secrets']>;
  readonly replayDelivery?: Webhooks['replayDelivery'];
  readonly testDelivery?: Webhooks['testDelivery'];
}

/** Webhooks of which there are none, but for what a test gives. */
export const testWebhooks = ({ endpoints, deliveries, secrets, ...more }: WebhookFakes = {}): Webhooks => ({
  endpoints: {
    create: async () => storedEndpoint(),
    list: async () => [],
    read: async () => undefined,
    update: async () => undefined,
    remove: async () => false,
    ...endpoints,
  },
  deliveries: { list: async () => ({ deliveries: [] }), read: async () => undefined, ...deliveries },
  secrets: {
    defaultOf: async () => ({ secrets: [{ secret: newSecret }], createdAtMs }),
    rotateDefault: async () => ({ secrets: [{ secret: newSecret }], createdAtMs }),
    rotateEndpoint: async () => undefined,
    ...secrets,
  },
  replayDelivery: async () => 'unknown',
  testDelivery: async () => undefined,
  newSecret: () => newSecret,
  judgeUrl: createWebhookGuard({ allow: ['hooks.internal'] }).judge,
  ...more,
});
