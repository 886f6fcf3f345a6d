import type { NewWebhookEndpoint, WebhookEndpointWithSecret } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import type { CheckWebhook } from '../submission/check-webhook.js';
import { renderEndpoint } from '../webhooks/render-endpoint.js';

export interface CreateWebhookRouteOptions extends Pick<Webhooks, 'endpoints' | 'newSecret'> {
  readonly checkWebhook: CheckWebhook;
}

/** `POST /v1/webhooks`: adds an endpoint; the one answer that shows its secret. */
export const createCreateWebhookRoute =
  ({ endpoints, newSecret, checkWebhook }: CreateWebhookRouteOptions): RunOperation<NewWebhookEndpoint> =>
  async ({ caller: { tenant }, body: { url, events, description, secret = newSecret() } }) => {
    checkWebhook({ url, secret }, '');
    const endpoint = await endpoints.create({ tenant, url, secret, ...(events && { events }), ...(description && { description }) });
    if (!endpoint) throw new HttpProblem('too_many_webhooks');
    const body: WebhookEndpointWithSecret = { ...renderEndpoint(endpoint), secret };
    return { status: 201, body, headers: { location: `/v1/webhooks/${endpoint.id}` } };
  };
