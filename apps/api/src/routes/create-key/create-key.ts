import type { KeyCreation } from '@millrace/contracts';
import type { ApiKeyStore } from '@millrace/store';
import type { RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { answerNewKey } from './answer-new-key.js';
import { newBudget } from './budget-change.js';
import { pastExpiry } from './past-expiry.js';

export interface CreateKeyRouteOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'create' | 'readSpend'>;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

/** `POST /v1/keys`: makes a key and shows it, the only time. */
export const createCreateKey =
  ({ apiKeys, telemetry }: CreateKeyRouteOptions): RunOperation<KeyCreation> =>
  async (call) => {
    const { name, tenant, scopes, expires_at, limits = {}, weight, budget } = call.body;
    const expiresAtMs = expires_at === undefined ? undefined : Date.parse(expires_at);
    const actor = actorOf(call);
    const outcome = await apiKeys.create(
      {
        name,
        tenant,
        scopes: [...new Set(scopes)],
        limits: {
          ...(limits.tasks_per_minute !== undefined && { tasksPerMinute: limits.tasks_per_minute }),
          ...(limits.reads_per_minute !== undefined && { readsPerMinute: limits.reads_per_minute }),
          ...(limits.max_in_flight !== undefined && { maxInFlight: limits.max_in_flight }),
          ...(weight !== undefined && { weight }),
          ...(budget && { budget: newBudget(budget) }),
        },
        ...(expiresAtMs !== undefined && { expiresAtMs }),
      },
      actor,
    );
    if (outcome.kind === 'past') throw pastExpiry();
    telemetry.adminActed({ action: 'key.create', target: outcome.created.apiKey.id, actor });
    return answerNewKey(apiKeys, outcome.created);
  };
