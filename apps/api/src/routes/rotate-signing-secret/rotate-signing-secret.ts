import { defaultOverlapSeconds, type SecretRotation } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderSigningSecret } from '../webhooks/render-signing-secret.js';

/** `POST /v1/webhooks/signing-secret/rotate`: makes a new one; those before it go on signing for a while. */
export const createRotateSigningSecretRoute =
  ({ secrets }: Pick<Webhooks, 'secrets'>): RunOperation<SecretRotation> =>
  async ({ caller, body: { overlap_seconds = defaultOverlapSeconds } }) => ({
    status: 200,
    body: renderSigningSecret(await secrets.rotateDefault(caller.tenant, overlap_seconds)),
  });
