import type { Operation } from '../operation.js';
import { secretRotation, signingSecretView } from '../signing-secret.js';
import { webhookDeliveryList, webhookDeliveryQuery, webhookDeliveryView } from '../webhook-delivery-view.js';
import {
  newWebhookEndpoint,
  webhookEndpointChange,
  webhookEndpointList,
  webhookEndpointRemoval,
  webhookEndpointView,
  webhookEndpointWithSecret,
} from '../webhook-endpoint.js';

const webhookId = 'The id that creating it returned, `we_…`.';
const deliveryId = 'The id of the delivery, `msg_…`, as in the header `webhook-id`.';
const whereToReadDelivery = 'Where to read the delivery.';

const common = { tag: 'Webhooks', access: 'key', scope: 'tasks' } as const;
const ofEndpoint = { ...common, pathParameters: { id: webhookId } } as const;
const ofDelivery = { ...common, pathParameters: { id: deliveryId } } as const;

/** Endpoints that are told of the ends of all tasks of a tenant, their secrets, and what was sent to whom. */
export const webhookOperations = {
  createWebhook: {
    ...common,
    id: 'createWebhook',
    method: 'post',
    path: '/v1/webhooks',
    summary: 'Add a webhook endpoint',
    description:
      'From now on the end of every task of your tenant is sent there, signed as Standard Webhooks says. A tenant has at most 20 endpoints. The secret is shown in this answer and never again.',
    body: newWebhookEndpoint,
    responses: {
      201: { description: 'It is there.', schema: webhookEndpointWithSecret, headers: { Location: 'Where to read it.' } },
    },
    problems: ['too_many_webhooks', 'memory_full'],
  },
  listWebhooks: {
    ...common,
    id: 'listWebhooks',
    method: 'get',
    path: '/v1/webhooks',
    summary: 'List the webhook endpoints',
    description: 'All endpoints of your tenant, oldest first.',
    responses: { 200: { description: 'The endpoints.', schema: webhookEndpointList } },
    problems: [],
  },
  readSigningSecret: {
    ...common,
    id: 'readSigningSecret',
    method: 'get',
    path: '/v1/webhooks/signing-secret',
    summary: 'Read the signing secret',
    description:
      'What signs the webhooks that tasks of your tenant bring with them, unless they bring a secret too. It is made when it is first asked for or used.',
    responses: { 200: { description: 'The secret.', schema: signingSecretView } },
    problems: ['memory_full'],
  },
  rotateSigningSecret: {
    ...common,
    id: 'rotateSigningSecret',
    method: 'post',
    path: '/v1/webhooks/signing-secret/rotate',
    summary: 'Rotate the signing secret',
    description:
      'A new secret signs from now on. Those before it sign as well until the overlap is over: there are several signatures then.',
    body: secretRotation,
    bodyOptional: true,
    responses: { 200: { description: 'The new secret.', schema: signingSecretView } },
    problems: ['memory_full'],
  },
  listDeliveries: {
    ...common,
    id: 'listDeliveries',
    method: 'get',
    path: '/v1/webhooks/deliveries',
    summary: 'List webhook deliveries',
    description:
      'What was sent or is to be sent for your tenant, newest first, for as long as the installation keeps it. At most 1,000 deliveries are looked at for a page, so with filters that few pass a page may hold fewer than `limit`, even none, and still have a `next_cursor`; go on until there is none.',
    query: webhookDeliveryQuery,
    responses: { 200: { description: 'A page.', schema: webhookDeliveryList } },
    problems: [],
  },
  readDelivery: {
    ...ofDelivery,
    id: 'readDelivery',
    method: 'get',
    path: '/v1/webhooks/deliveries/{id}',
    summary: 'Read a webhook delivery',
    responses: { 200: { description: 'The delivery as it is now.', schema: webhookDeliveryView } },
    problems: ['unknown_delivery'],
  },
  replayDelivery: {
    ...ofDelivery,
    id: 'replayDelivery',
    method: 'post',
    path: '/v1/webhooks/deliveries/{id}/replay',
    summary: 'Send a delivery again',
    description:
      'Sends the same id and the same bytes once more, under a new timestamp and signature, with a whole schedule of attempts; also what was delivered. Takes no body.',
    responses: {
      202: { description: 'It is pending again.', schema: webhookDeliveryView, headers: { Location: whereToReadDelivery } },
    },
    problems: ['unknown_delivery', 'task_erased', 'delivery_pending', 'webhook_disabled', 'memory_full'],
  },
  readWebhook: {
    ...ofEndpoint,
    id: 'readWebhook',
    method: 'get',
    path: '/v1/webhooks/{id}',
    summary: 'Read a webhook endpoint',
    responses: { 200: { description: 'The endpoint as it is now.', schema: webhookEndpointView } },
    problems: ['unknown_webhook'],
  },
  updateWebhook: {
    ...ofEndpoint,
    id: 'updateWebhook',
    method: 'patch',
    path: '/v1/webhooks/{id}',
    summary: 'Change a webhook endpoint',
    description: 'Changes the fields that are named. Attempts that are still to be made go to the new URL.',
    body: webhookEndpointChange,
    responses: { 200: { description: 'The endpoint as it is now.', schema: webhookEndpointView } },
    problems: ['unknown_webhook', 'memory_full'],
  },
  deleteWebhook: {
    ...ofEndpoint,
    id: 'deleteWebhook',
    method: 'delete',
    path: '/v1/webhooks/{id}',
    summary: 'Delete a webhook endpoint',
    description: 'Nothing is sent there any more; what is still to be sent ends `failed`. The log of its deliveries stays.',
    responses: { 200: { description: 'It is gone.', schema: webhookEndpointRemoval } },
    problems: ['unknown_webhook'],
  },
  rotateWebhookSecret: {
    ...ofEndpoint,
    id: 'rotateWebhookSecret',
    method: 'post',
    path: '/v1/webhooks/{id}/rotate',
    summary: "Rotate an endpoint's secret",
    description:
      'A new secret signs from now on. Those before it sign as well until the overlap is over: there are several signatures then.',
    body: secretRotation,
    bodyOptional: true,
    responses: { 200: { description: 'The endpoint with its new secret.', schema: webhookEndpointWithSecret } },
    problems: ['unknown_webhook', 'memory_full'],
  },
  testWebhook: {
    ...ofEndpoint,
    id: 'testWebhook',
    method: 'post',
    path: '/v1/webhooks/{id}/test',
    summary: 'Send a test to an endpoint',
    description:
      'Sends an event of the type `webhook.test`, whatever events the endpoint wants and whether it is enabled or not. Takes no body.',
    responses: {
      202: { description: 'It is pending.', schema: webhookDeliveryView, headers: { Location: whereToReadDelivery } },
    },
    problems: ['unknown_webhook', 'memory_full'],
  },
} as const satisfies Record<string, Operation>;
