import type { WebhookEndpointChange } from '@millrace/contracts';
import type { EndpointChange } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import type { CheckWebhook } from '../submission/check-webhook.js';
import { renderEndpoint } from '../webhooks/render-endpoint.js';
import { requireEndpoint } from '../webhooks/require-endpoint.js';
import { requireWebhookId } from '../webhooks/require-webhook-id.js';

export interface UpdateWebhookRouteOptions extends Pick<Webhooks, 'endpoints'> {
  readonly checkWebhook: CheckWebhook;
}

/** `PATCH /v1/webhooks/{id}`: changes what is named. */
export const createUpdateWebhookRoute =
  ({ endpoints, checkWebhook }: UpdateWebhookRouteOptions): RunOperation<WebhookEndpointChange> =>
  async (call) => {
    const endpoint = requireWebhookId(call);
    checkWebhook({ url: call.body.url }, '');
    return { status: 200, body: renderEndpoint(requireEndpoint(await endpoints.update(endpoint, toChange(call.body)))) };
  };

const toChange = ({ url, events, description, enabled }: WebhookEndpointChange): EndpointChange => ({
  ...(url !== undefined && { url }),
  ...(events && { events }),
  ...(description !== undefined && { description: description ?? '' }),
  ...(enabled !== undefined && { enabled }),
});
