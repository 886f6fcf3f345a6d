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
 * Finds keys among those of the environment. A text is compared with all of them, by SHA-256 digests, so the time taken says nothing
 * about the keys; one that was right is known again by its text, since to hash it for each request costs more than all other checks.
 */
export const createEnvironmentKeys = (keys: readonly ApiKey[]): ((presented: string) => Caller | undefined) => {
  const all = keys.map(known);
  const seen = new Map<string, Caller>();
  return (presented) => {
    const caller = seen.get(presented);
    if (caller) return caller;
    const digest = digestOf(presented);
    let found: Caller | undefined;
    for (const key of all) if (timingSafeEqual(key.digest, digest)) found = key;
    if (found) seen.set(presented, found);
    return found;
  };
};
