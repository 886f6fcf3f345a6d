import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@millrace/config';
import type { Caller } from './caller.js';

interface KnownKey extends Caller {
  readonly digest: Buffer;
}

const digestOf = (key: string): Buffer => hash('sha256', key, 'buffer');

const known = ({ tenant, key, scopes }: ApiKey): KnownKey => {
  const digest = digestOf(key.reveal());
  return { digest, tenant, scopes, keyId: `env-${tenant}-${digest.toString('hex', 0, 4)}` };
};

/**
 * Finds keys among those of the environment, of which only SHA-256 digests are kept. Every digest is compared, whether
 * one matched or not, so the time taken says nothing about the keys.
 */
export const createEnvironmentKeys = (keys: readonly ApiKey[]): ((presented: string) => Caller | undefined) => {
  const all = keys.map(known);
  return (presented) => {
    const digest = digestOf(presented);
    let found: Caller | undefined;
    for (const key of all) if (timingSafeEqual(key.digest, digest)) found = key;
    return found;
  };
};
