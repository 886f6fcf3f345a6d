import type { KeyChange } from '@millrace/contracts';
import type { ApiKeyChange, ApiKeyStore } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { budgetChange } from '../create-key/budget-change.js';
import { pastExpiry } from '../create-key/past-expiry.js';
import { requireKeyId } from '../read-key/require-key-id.js';
import { showKey } from '../read-key/show-keys.js';
import { notInUse } from './not-in-use.js';

export interface UpdateKeyOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'update' | 'readSpend'>;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

/** `PATCH /v1/keys/{id}` */
export const createUpdateKey =
  ({ apiKeys, telemetry }: UpdateKeyOptions): RunOperation<KeyChange> =>
  async (call) => {
    const id = requireKeyId(call);
    const actor = actorOf(call);
    const outcome = await apiKeys.update(id, toChange(call.body), actor);
    switch (outcome.kind) {
      case 'unknown':
        throw new HttpProblem('unknown_key_id');
      case 'past':
        throw pastExpiry();
      case 'not_in_use':
        throw notInUse(outcome.because);
      case 'updated':
        telemetry.adminActed({ action: 'key.update', target: id, actor });
        return { status: 200, body: await showKey(apiKeys, outcome.apiKey) };
    }
  };

const toChange = ({ name, expires_at, limits = {}, weight, budget }: KeyChange): ApiKeyChange => ({
  ...(name !== undefined && { name }),
  ...(expires_at !== undefined && { expiresAtMs: expires_at === null ? null : Date.parse(expires_at) }),
  limits: {
    ...(limits.tasks_per_minute !== undefined && { tasksPerMinute: limits.tasks_per_minute }),
    ...(limits.reads_per_minute !== undefined && { readsPerMinute: limits.reads_per_minute }),
    ...(limits.max_in_flight !== undefined && { maxInFlight: limits.max_in_flight }),
    ...(weight !== undefined && { weight }),
  },
  ...(budget !== undefined && { budget: budget && budgetChange(budget) }),
});
