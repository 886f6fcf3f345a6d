import type { WebhookDeliveryView } from '@millrace/contracts';
import type { StoredDelivery } from '@millrace/tasks';
import { renderTime } from '../read-task/render-time.js';

/** A delivery as its tenant sees it. */
export const renderDelivery = (delivery: StoredDelivery): WebhookDeliveryView => ({
  id: delivery.id,
  type: delivery.type,
  ...(delivery.taskId !== undefined && { task_id: delivery.taskId }),
  ...(delivery.endpointId !== undefined && { webhook_id: delivery.endpointId }),
  url: delivery.url,
  status: delivery.state,
  ...(delivery.reason !== undefined && { reason: delivery.reason }),
  created_at: renderTime(delivery.createdAtMs),
  ...(delivery.nextAttemptAtMs !== undefined && { next_attempt_at: renderTime(delivery.nextAttemptAtMs) }),
  attempts: delivery.attempts.map(({ number, startedAtMs, durationMs, outcome, statusCode }) => ({
    number,
    started_at: renderTime(startedAtMs),
    duration_ms: durationMs,
    outcome,
    ...(statusCode !== undefined && { status_code: statusCode }),
  })),
});
