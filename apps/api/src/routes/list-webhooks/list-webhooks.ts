import type { WebhookEndpointList } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderEndpoint } from '../webhooks/render-endpoint.js';

/** `GET /v1/webhooks`: all endpoints of the tenant; there are few. */
export const createListWebhooksRoute =
  ({ endpoints }: Pick<Webhooks, 'endpoints'>): RunOperation =>
  async ({ caller }) => {
    const all = await endpoints.list(caller.tenant);
    const body: WebhookEndpointList = { object: 'list', data: all.map(renderEndpoint), has_more: false };
    return { status: 200, body };
  };
