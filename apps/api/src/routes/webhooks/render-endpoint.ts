import type { WebhookEndpointView } from '@millrace/contracts';
import type { WebhookEndpoint } from '@millrace/tasks';
import { renderTime } from '../read-task/render-time.js';

/** An endpoint as its tenant sees it, without its secret. */
export const renderEndpoint = (endpoint: WebhookEndpoint): WebhookEndpointView => ({
  id: endpoint.id,
  url: endpoint.url,
  events: [...endpoint.events],
  ...(endpoint.description !== undefined && { description: endpoint.description }),
  enabled: endpoint.enabled,
  ...(endpoint.disabledReason && { disabled_reason: endpoint.disabledReason }),
  ...(endpoint.disabledAtMs !== undefined && { disabled_at: renderTime(endpoint.disabledAtMs) }),
  created_at: renderTime(endpoint.createdAtMs),
  ...(endpoint.secretRotatedAtMs !== undefined && { secret_rotated_at: renderTime(endpoint.secretRotatedAtMs) }),
  ...(endpoint.previousSecretUntilMs !== undefined && { previous_secret_until: renderTime(endpoint.previousSecretUntilMs) }),
});
