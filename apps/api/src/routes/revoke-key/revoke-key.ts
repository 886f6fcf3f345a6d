import type { ApiKeyStore } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { requireKeyId } from '../read-key/require-key-id.js';
import { showKey } from '../read-key/show-keys.js';

export interface RevokeKeyOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'revoke' | 'readSpend'>;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

/** `DELETE /v1/keys/{id}`: from then on every api refuses it. */
export const createRevokeKey =
  ({ apiKeys, telemetry }: RevokeKeyOptions): RunOperation =>
  async (call) => {
    const id = requireKeyId(call);
    const actor = actorOf(call);
    const outcome = await apiKeys.revoke(id, actor);
    if (outcome.kind === 'unknown') throw new HttpProblem('unknown_key_id');
    if (outcome.first) telemetry.adminActed({ action: 'key.revoke', target: id, actor });
    return { status: 200, body: await showKey(apiKeys, outcome.apiKey) };
  };
