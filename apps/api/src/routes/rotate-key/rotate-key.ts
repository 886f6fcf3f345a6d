import type { KeyRotation } from '@millrace/contracts';
import type { ApiKeyStore } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { answerNewKey } from '../create-key/answer-new-key.js';
import { requireKeyId } from '../read-key/require-key-id.js';
import { notInUse } from '../update-key/not-in-use.js';

export interface RotateKeyOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'rotate' | 'readSpend'>;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

/** `POST /v1/keys/{id}/rotate`: a new key in place of the old one, which goes on for a while. */
export const createRotateKey =
  ({ apiKeys, telemetry }: RotateKeyOptions): RunOperation<KeyRotation> =>
  async (call) => {
    const id = requireKeyId(call);
    const actor = actorOf(call);
    const outcome = await apiKeys.rotate(id, call.body.overlap_seconds * 1000, actor);
    switch (outcome.kind) {
      case 'unknown':
        throw new HttpProblem('unknown_key_id');
      case 'not_in_use':
        throw notInUse(outcome.because);
      case 'rotated':
        telemetry.adminActed({ action: 'key.rotate', target: id, actor });
        return answerNewKey(apiKeys, outcome.created);
    }
  };
