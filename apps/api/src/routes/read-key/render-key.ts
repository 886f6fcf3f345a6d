import type { KeyView } from '@millrace/contracts';
import type { ApiKeyRecord } from '@millrace/store';
import { renderTime } from '../read-task/render-time.js';

/** A key as admins see it. */
export const renderKey = (apiKey: ApiKeyRecord): KeyView => {
  const { id, name, tenant, scopes, limits = {}, createdAtMs, expiresAtMs, revokedAtMs, lastUsedAtMs, rotatedFrom, rotatedTo } = apiKey;
  return {
    id,
    name,
    tenant,
    scopes: [...scopes],
    limits: {
      ...(limits.tasksPerMinute !== undefined && { tasks_per_minute: limits.tasksPerMinute }),
      ...(limits.readsPerMinute !== undefined && { reads_per_minute: limits.readsPerMinute }),
      ...(limits.maxInFlight !== undefined && { max_in_flight: limits.maxInFlight }),
    },
    weight: limits.weight ?? 1,
    created_at: renderTime(createdAtMs),
    ...(expiresAtMs !== undefined && { expires_at: renderTime(expiresAtMs) }),
    ...(revokedAtMs !== undefined && { revoked_at: renderTime(revokedAtMs) }),
    ...(lastUsedAtMs !== undefined && { last_used_at: renderTime(lastUsedAtMs) }),
    ...(rotatedFrom !== undefined && { rotated_from: rotatedFrom }),
    ...(rotatedTo !== undefined && { rotated_to: rotatedTo }),
  };
};
