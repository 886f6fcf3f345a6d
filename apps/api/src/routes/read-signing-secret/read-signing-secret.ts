import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { renderSigningSecret } from '../webhooks/render-signing-secret.js';

/** `GET /v1/webhooks/signing-secret`: what signs for tasks that bring no secret of their own. */
export const createReadSigningSecretRoute =
  ({ secrets }: Pick<Webhooks, 'secrets'>): RunOperation =>
  async ({ caller }) => ({ status: 200, body: renderSigningSecret(await secrets.defaultOf(caller.tenant)) });
