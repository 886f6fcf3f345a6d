import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderEndpoint } from '../webhooks/render-endpoint.js';
import { requireEndpoint } from '../webhooks/require-endpoint.js';
import { requireWebhookId } from '../webhooks/require-webhook-id.js';

/** `GET /v1/webhooks/{id}` */
export const createReadWebhookRoute =
  ({ endpoints }: Pick<Webhooks, 'endpoints'>): RunOperation =>
  async (call) => ({ status: 200, body: renderEndpoint(requireEndpoint(await endpoints.read(requireWebhookId(call)))) });
