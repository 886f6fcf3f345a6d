import { defaultOverlapSeconds, type SecretRotation, type WebhookEndpointWithSecret } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderEndpoint } from '../webhooks/render-endpoint.js';
import { requireEndpoint } from '../webhooks/require-endpoint.js';
import { requireWebhookId } from '../webhooks/require-webhook-id.js';

/** `POST /v1/webhooks/{id}/rotate`: makes a new secret; the one answer that shows it. */
export const createRotateWebhookSecretRoute =
  ({ endpoints, secrets }: Pick<Webhooks, 'endpoints' | 'secrets'>): RunOperation<SecretRotation> =>
  async (call) => {
    const { overlap_seconds: overlapSeconds = defaultOverlapSeconds } = call.body;
    const { tenant, id } = requireWebhookId(call);
    const list = await secrets.rotateEndpoint({ tenant, endpointId: id }, overlapSeconds);
    if (!list) throw new HttpProblem('unknown_webhook');
    const endpoint = requireEndpoint(await endpoints.read({ tenant, id }));
    const body: WebhookEndpointWithSecret = { ...renderEndpoint(endpoint), secret: list.secrets[0].secret };
    return { status: 200, body };
  };
