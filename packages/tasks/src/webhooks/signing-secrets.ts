import { createScript, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { defaultSecretContext, endpointSecretContext, readSecrets, type SigningSecret } from './stored-secrets.js';

export interface SigningSecretsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  /** Makes a new secret: `whsec_…`. */
  readonly newSecret: () => string;
}

/** Secrets that sign, the newest first; times are ms since the epoch by the clock of Redis. */
export interface SigningSecretList {
  readonly secrets: readonly [SigningSecret, ...SigningSecret[]];
  readonly createdAtMs: number;
  readonly rotatedAtMs?: number;
}

/** Which endpoint of which tenant. */
interface EndpointOf {
  readonly tenant: string;
  readonly endpointId: string;
}

/** The secrets that sign webhooks. All throw `StoreUnavailableError`. */
export interface SigningSecrets {
  /** The one that signs for webhooks of a tenant's tasks without a secret of their own; made on first use. */
  defaultOf(tenant: string): Promise<SigningSecretList>;
  /** Makes a new default; those before it go on signing for this long. */
  rotateDefault(tenant: string, overlapSeconds: number): Promise<SigningSecretList>;
  /** The same for an endpoint; undefined when there is no such endpoint of this tenant. */
  rotateEndpoint(endpoint: EndpointOf, overlapSeconds: number): Promise<SigningSecretList | undefined>;
}

type SecretsAnswer = [secrets: string, createdMs: number, rotatedMs: number | '', nowMs: number];

export const createSigningSecrets = ({ redis, keys, seal, newSecret }: SigningSecretsOptions): SigningSecrets => {
  const find = createScript({ redis, keys, name: 'signing-secret' });
  const rotate = createScript({ redis, keys, name: 'rotate-secret' });
  const toList = ([text, createdAtMs, rotatedMs, nowMs]: SecretsAnswer, context: string): SigningSecretList => ({
    secrets: readSecrets(text, { seal, context, nowMs }) as [SigningSecret, ...SigningSecret[]],
    createdAtMs,
    ...(rotatedMs !== '' && { rotatedAtMs: rotatedMs }),
  });
  const defaultOf: SigningSecrets['defaultOf'] = async (tenant) => {
    const context = defaultSecretContext(tenant);
    return toList((await find(keys.webhookSecret(tenant), [seal.seal(newSecret(), context)])) as SecretsAnswer, context);
  };

  return {
    defaultOf,
    async rotateDefault(tenant, overlapSeconds) {
      await defaultOf(tenant);
      const context = defaultSecretContext(tenant);
      const args = ['', seal.seal(newSecret(), context), overlapSeconds * 1000];
      return toList((await rotate(keys.webhookSecret(tenant), args)) as SecretsAnswer, context);
    },
    async rotateEndpoint({ tenant, endpointId }, overlapSeconds) {
      const context = endpointSecretContext(endpointId);
      const args = [tenant, seal.seal(newSecret(), context), overlapSeconds * 1000];
      const answer = (await rotate(keys.webhook(endpointId), args)) as SecretsAnswer | null;
      return answer ? toList(answer, context) : undefined;
    },
  };
};
